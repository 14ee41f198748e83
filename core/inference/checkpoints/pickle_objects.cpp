// SPDX-License-Identifier: GPL-3.0-or-later
// What a pickle may name and "call". Nothing is called: a tensor becomes the numbers that describe it.
#include "core/inference/checkpoints/pickle_machine.h"
#include "core/inference/checkpoints/pickle_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace descant::inference {
namespace {

constexpr std::size_t kMostDimensions = 8;
constexpr std::size_t kMostArguments = 8;
constexpr std::array<std::string_view, 3> kFunctions{"collections OrderedDict", "torch._utils _rebuild_tensor_v2",
                                                     "torch._utils _rebuild_parameter"};
constexpr std::array<std::string_view, 10> kStorages{
    "torch FloatStorage", "torch HalfStorage",  "torch BFloat16Storage", "torch DoubleStorage", "torch LongStorage",
    "torch IntStorage",   "torch ShortStorage", "torch CharStorage",     "torch ByteStorage",   "torch BoolStorage"};

/// What follows is printed: no control characters, not too long.
std::string printable(std::string text)
{
    text.resize(std::min<std::size_t>(text.size(), 80));
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c > 0x7e; }, '?');
    return text;
}

} // namespace

bool isStorageType(std::string_view global)
{
    return std::find(kStorages.begin(), kStorages.end(), global) != kStorages.end();
}

bool isAllowedGlobal(std::string_view global)
{
    return isStorageType(global) || std::find(kFunctions.begin(), kFunctions.end(), global) != kFunctions.end();
}

void PickleMachine::pushNamedGlobal()
{
    const std::string module = takeLine();
    const std::string name = takeLine();
    pushGlobal(module, name);
}

void PickleMachine::pushGlobal(const std::string& module, const std::string& name)
{
    if (const std::string global = module + " " + name; isAllowedGlobal(global))
        return push(pickleText(PickleKind::Global, global));
    refuse(fmt::format("it asks for {}.{}, which no checkpoint needs; nothing was run", printable(module),
                       printable(name)),
           true);
}

void PickleMachine::callGlobal()
{
    const Number arguments = pop();
    const std::string function = expect(pop(), PickleKind::Global, "a function").text;
    const std::vector<Number>& all = expect(arguments, PickleKind::Tuple, "a list of arguments").members;
    // Before they are copied: a few bytes of pickle can call again and again with the same long list.
    if (all.size() > kMostArguments)
        refuse(fmt::format("it calls {} with {} arguments", function, all.size()));
    const std::vector<Number> values = all;
    if (function == kFunctions[0])
        return pushNumber(orderedDictionary(values));
    if (function == kFunctions[1])
        return makeTensor(values);
    if (function == kFunctions[2] && !values.empty()) {
        expect(values.front(), PickleKind::Tensor, "the tensor of a parameter");
        return pushNumber(values.front());
    }
    refuse(fmt::format("it calls {}, which no checkpoint does; nothing was run", function), true);
}

PickleMachine::Number PickleMachine::orderedDictionary(const std::vector<Number>& arguments)
{
    if (arguments.size() > 1)
        refuse("its pickle makes an OrderedDict of something else");
    std::vector<Number> members;
    if (!arguments.empty()) {
        for (const Number pair : expect(arguments.front(), PickleKind::List, "a list of pairs").members) {
            const PickleValue& item = m_document.values[pair];
            if ((item.kind != PickleKind::Tuple && item.kind != PickleKind::List) || item.members.size() != 2)
                refuse("its pickle makes an OrderedDict of something else");
            members.insert(members.end(), item.members.begin(), item.members.end());
        }
    }
    return add(pickleContainer(PickleKind::Dictionary, std::move(members)));
}

/// The state of an OrderedDict is its attribute _metadata, which says nothing about weights.
void PickleMachine::buildState()
{
    pop();
    if (m_stack.empty())
        refuse("its pickle gives a state to nothing");
    expect(m_stack.back(), PickleKind::Dictionary, "a dictionary");
}

/// ("storage", type, key, location, number of elements); where the tensor lived is of no interest.
void PickleMachine::makeStorage()
{
    const std::vector<Number>& parts = expect(pop(), PickleKind::Tuple, "a persistent id").members;
    if (parts.size() != 5 || expect(parts[0], PickleKind::Text, "the kind of a persistent id").text != "storage")
        refuse("its pickle has a persistent id of another kind");
    const std::string type = expect(parts[1], PickleKind::Global, "the type of a storage").text;
    if (!isStorageType(type))
        refuse(fmt::format("it takes {} for the type of a storage", type), true);
    PickleValue storage = pickleContainer(PickleKind::Storage, {});
    storage.type = type.substr(type.find(' ') + 1);
    storage.text = expect(parts[2], PickleKind::Text, "the key of a storage").text;
    storage.integer = expect(parts[4], PickleKind::Integer, "the size of a storage").integer;
    if (storage.integer < 0)
        refuse("a storage in its pickle has a negative size");
    push(std::move(storage));
}

/// (storage, offset, shape, strides, requires_grad, hooks[, metadata])
void PickleMachine::makeTensor(const std::vector<Number>& arguments)
{
    if (arguments.size() < 4 || arguments.size() > 7)
        refuse("its pickle describes a tensor in another way");
    expect(arguments[0], PickleKind::Storage, "the storage of a tensor");
    PickleValue tensor = pickleContainer(PickleKind::Tensor, {});
    tensor.members = {arguments[0]};
    tensor.offset = expect(arguments[1], PickleKind::Integer, "the place of a tensor").integer;
    tensor.shape = integersOf(arguments[2], "the shape of a tensor");
    tensor.strides = integersOf(arguments[3], "the strides of a tensor");
    if (tensor.offset < 0 || tensor.shape.size() != tensor.strides.size())
        refuse("its pickle describes a tensor that cannot be");
    push(std::move(tensor));
}

std::vector<std::int64_t> PickleMachine::integersOf(Number tuple, const char* role)
{
    const std::vector<Number>& members = expect(tuple, PickleKind::Tuple, role).members;
    if (members.size() > kMostDimensions)
        refuse(fmt::format("{} in its pickle has {} dimensions", role, members.size()));
    std::vector<std::int64_t> integers;
    for (const Number number : members) {
        integers.push_back(expect(number, PickleKind::Integer, role).integer);
        if (integers.back() < 0)
            refuse(fmt::format("{} in its pickle is negative", role));
    }
    return integers;
}

} // namespace descant::inference
