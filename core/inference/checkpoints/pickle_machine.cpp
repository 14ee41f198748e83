// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/pickle_machine.h"

#include "core/inference/checkpoints/pickle_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace descant::inference {
namespace {

constexpr std::size_t kMostValues = 2'000'000;
constexpr std::size_t kMostMembers = 8'000'000;
constexpr std::size_t kLongestText = std::size_t(1) << 20;
constexpr std::size_t kHighestStack = 1'000'000;
constexpr int kProtocol = 2;
constexpr int kLatestProtocol = 5;

} // namespace

void PickleMachine::refuse(std::string what, bool hostile)
{
    m_problem = PickleProblem{std::move(what), hostile};
    throw Failed{};
}

std::optional<PickleProblem> PickleMachine::run()
{
    try {
        while (!m_stopped)
            step(takeInteger<unsigned char>());
        if (m_stack.size() != 1)
            refuse("its pickle leaves values on the stack");
        m_document.root = m_stack.front();
    } catch (const Failed&) {
    }
    if (!m_foreign.empty() && !(m_problem && m_problem->hostile))
        m_problem = PickleProblem{m_foreign};
    return m_problem;
}

PickleDocument PickleMachine::takeDocument() { return std::move(m_document); }

std::span<const std::byte> PickleMachine::take(std::size_t count)
{
    if (count > m_rest.size())
        refuse("its pickle ends too early");
    const auto taken = m_rest.first(count);
    m_rest = m_rest.subspan(count);
    return taken;
}

template <typename Integer> Integer PickleMachine::takeInteger()
{
    Integer value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
}

std::string PickleMachine::takeText(std::size_t length)
{
    if (length > kLongestText)
        refuse("a text in its pickle is longer than is allowed");
    const auto bytes = take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string PickleMachine::takeLine()
{
    const auto end = std::find(m_rest.begin(), m_rest.end(), std::byte{'\n'});
    if (end == m_rest.end())
        refuse("its pickle ends too early");
    std::string line = takeText(static_cast<std::size_t>(end - m_rest.begin()));
    take(1);
    return line;
}

PickleMachine::Number PickleMachine::add(PickleValue value)
{
    if (m_document.values.size() >= kMostValues)
        refuse("its pickle holds more values than is allowed");
    countMembers(value.members.size());
    m_document.values.push_back(std::move(value));
    return m_document.values.size() - 1;
}

/// A few bytes of pickle could otherwise copy a large list again and again.
void PickleMachine::countMembers(std::size_t more)
{
    m_members += more;
    if (m_members > kMostMembers)
        refuse("its pickle holds more values than is allowed");
}

void PickleMachine::pushNumber(Number number)
{
    if (m_stack.size() >= kHighestStack)
        refuse("its pickle nests more values than is allowed");
    m_stack.push_back(number);
}

PickleMachine::Number PickleMachine::pop()
{
    if (m_stack.empty() || (!m_marks.empty() && m_stack.size() <= m_marks.back()))
        refuse("its pickle takes a value that is not there");
    const Number number = m_stack.back();
    m_stack.pop_back();
    return number;
}

std::vector<PickleMachine::Number> PickleMachine::popToMark()
{
    if (m_marks.empty())
        refuse("its pickle has no mark where it needs one");
    const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    m_marks.pop_back();
    std::vector<Number> numbers(from, m_stack.end());
    m_stack.erase(from, m_stack.end());
    return numbers;
}

PickleValue& PickleMachine::expect(Number number, PickleKind kind, const char* role)
{
    PickleValue& value = m_document.values[number];
    if (value.kind != kind)
        refuse(fmt::format("its pickle has something else where {} belongs", role));
    return value;
}

void PickleMachine::step(unsigned char opcode)
{
    if (pushScalar(opcode) || pushContainer(opcode) || changeContainer(opcode) || remember(opcode)
        || (!m_foreign.empty() && stepForeign(opcode)))
        return;
    switch (opcode) {
    case 0x80: // PROTO
        return setProtocol(takeInteger<unsigned char>());
    case '(': // MARK
        if (m_marks.size() >= kHighestStack)
            refuse("its pickle nests more values than is allowed");
        return m_marks.push_back(m_stack.size());
    case 'c': // GLOBAL
        return pushNamedGlobal();
    case 'R': // REDUCE
        return callGlobal();
    case 'b': // BUILD
        return buildState();
    case 'Q': // BINPERSID
        return makeStorage();
    case '.': // STOP
        m_stopped = true;
        return;
    default:
        if (!m_foreign.empty())
            refuse(m_foreign);
        refuse(fmt::format("its pickle uses opcode 0x{:02x}, which no checkpoint needs; nothing was run", opcode),
               true);
    }
}

/// A pickle of another protocol is never accepted. It is read on all the same, to say so if it asks for code.
void PickleMachine::setProtocol(int protocol)
{
    if (protocol == kProtocol)
        return;
    m_foreign = fmt::format("its pickle has protocol {}; torch.save writes protocol 2", protocol);
    if (protocol > kLatestProtocol)
        refuse(m_foreign);
}

/// What protocol 4 has besides, as far as it is needed to reach the name of a function.
bool PickleMachine::stepForeign(unsigned char opcode)
{
    switch (opcode) {
    case 0x95: // FRAME
        take(8);
        return true;
    case 0x8c: // SHORT_BINUNICODE
        return push(pickleText(PickleKind::Text, takeText(takeInteger<std::uint8_t>()))), true;
    case 0x94: // MEMOIZE
        if (m_stack.empty() || m_memo.size() >= kMostValues)
            refuse(m_foreign);
        m_memo[static_cast<std::uint32_t>(m_memo.size())] = m_stack.back();
        return true;
    case 0x93: { // STACK_GLOBAL
        const std::string name = expect(pop(), PickleKind::Text, "a name").text;
        const std::string module = expect(pop(), PickleKind::Text, "a name").text;
        return pushGlobal(module, name), true;
    }
    default:
        return false;
    }
}

bool PickleMachine::pushScalar(unsigned char opcode)
{
    switch (opcode) {
    case 'N': // NONE
        return push({}), true;
    case 0x88: // NEWTRUE
    case 0x89: // NEWFALSE
        return push(pickleNumber(PickleKind::Boolean, opcode == 0x88)), true;
    case 'K': // BININT1
        return push(pickleNumber(PickleKind::Integer, takeInteger<std::uint8_t>())), true;
    case 'M': // BININT2
        return push(pickleNumber(PickleKind::Integer, takeInteger<std::uint16_t>())), true;
    case 'J': // BININT
        return push(pickleNumber(PickleKind::Integer, takeInteger<std::int32_t>())), true;
    case 0x8a: // LONG1
        return pushLong(), true;
    case 'G': // BINFLOAT
        return pushReal(), true;
    case 'X': // BINUNICODE
        return push(pickleText(PickleKind::Text, takeText(takeInteger<std::uint32_t>()))), true;
    default:
        return false;
    }
}

void PickleMachine::pushLong()
{
    const std::size_t length = takeInteger<std::uint8_t>();
    if (length > 8)
        refuse("an integer in its pickle has more than 64 bits");
    const auto bytes = take(length);
    std::uint64_t value = length > 0 && std::to_integer<int>(bytes.back()) >= 0x80 ? ~std::uint64_t(0) : 0;
    std::memcpy(&value, bytes.data(), length);
    push(pickleNumber(PickleKind::Integer, static_cast<std::int64_t>(value)));
}

void PickleMachine::pushReal()
{
    std::uint64_t bits = 0; // big-endian, alone in the format
    for (const std::byte byte : take(8))
        bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
    push(pickleReal(std::bit_cast<double>(bits)));
}

bool PickleMachine::pushContainer(unsigned char opcode)
{
    switch (opcode) {
    case '}': // EMPTY_DICT
        return push(pickleContainer(PickleKind::Dictionary, {})), true;
    case ']': // EMPTY_LIST
        return push(pickleContainer(PickleKind::List, {})), true;
    case ')': // EMPTY_TUPLE
        return push(pickleContainer(PickleKind::Tuple, {})), true;
    case 0x85: // TUPLE1
    case 0x86: // TUPLE2
    case 0x87: // TUPLE3
        return pushTuple(opcode - 0x84U), true;
    case 't': { // TUPLE
        std::vector<Number> members = popToMark();
        return push(pickleContainer(PickleKind::Tuple, std::move(members))), true;
    }
    default:
        return false;
    }
}

void PickleMachine::pushTuple(std::size_t count)
{
    std::vector<Number> members(count);
    for (std::size_t index = count; index-- > 0;)
        members[index] = pop();
    push(pickleContainer(PickleKind::Tuple, std::move(members)));
}

bool PickleMachine::changeContainer(unsigned char opcode)
{
    switch (opcode) {
    case 's': { // SETITEM
        const Number value = pop(), key = pop();
        if (m_stack.empty())
            refuse("its pickle fills a dictionary that is not there");
        return addPairs(m_stack.back(), {key, value}), true;
    }
    case 'u': { // SETITEMS
        const std::vector<Number> pairs = popToMark();
        if (m_stack.empty())
            refuse("its pickle fills a dictionary that is not there");
        return addPairs(m_stack.back(), pairs), true;
    }
    case 'a':   // APPEND
    case 'e': { // APPENDS
        const std::vector<Number> items = opcode == 'a' ? std::vector<Number>{pop()} : popToMark();
        if (m_stack.empty())
            refuse("its pickle fills a list that is not there");
        auto& members = expect(m_stack.back(), PickleKind::List, "a list").members;
        countMembers(items.size());
        members.insert(members.end(), items.begin(), items.end());
        return true;
    }
    default:
        return false;
    }
}

void PickleMachine::addPairs(Number dictionary, const std::vector<Number>& pairs)
{
    if (pairs.size() % 2 != 0)
        refuse("its pickle has a key without a value");
    auto& members = expect(dictionary, PickleKind::Dictionary, "a dictionary").members;
    countMembers(pairs.size());
    members.insert(members.end(), pairs.begin(), pairs.end());
}

bool PickleMachine::remember(unsigned char opcode)
{
    switch (opcode) {
    case 'q':   // BINPUT
    case 'r': { // LONG_BINPUT
        const std::uint32_t place = opcode == 'q' ? takeInteger<std::uint8_t>() : takeInteger<std::uint32_t>();
        if (m_stack.empty() || m_memo.size() >= kMostValues)
            refuse("its pickle remembers a value that is not there");
        return m_memo[place] = m_stack.back(), true;
    }
    case 'h':   // BINGET
    case 'j': { // LONG_BINGET
        const auto found = m_memo.find(opcode == 'h' ? takeInteger<std::uint8_t>() : takeInteger<std::uint32_t>());
        if (found == m_memo.end())
            refuse("its pickle asks for a value that it never made");
        return pushNumber(found->second), true;
    }
    default:
        return false;
    }
}

} // namespace descant::inference
