// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/checkpoints/pickle_document.h"

#include <optional>
#include <string_view>
#include <unordered_map>

namespace descant::inference {

struct PickleProblem {
    std::string what; ///< one clause
    bool hostile = false;
};

/// The stack machine that a pickle is a program for, cut down to what describes tensors. Used once.
class PickleMachine {
public:
    explicit PickleMachine(std::span<const std::byte> bytes) : m_rest(bytes) { }
    /// Runs to STOP; what is wrong, or nothing.
    std::optional<PickleProblem> run();
    PickleDocument takeDocument();

private:
    using Number = std::size_t; ///< of a value
    class Failed { };           ///< thrown and caught in here only; m_problem says why

    [[noreturn]] void refuse(std::string what, bool hostile = false);
    std::span<const std::byte> take(std::size_t count);
    template <typename Integer> Integer takeInteger();
    std::string takeText(std::size_t length);
    std::string takeLine();

    void step(unsigned char opcode);
    void setProtocol(int protocol);
    bool stepForeign(unsigned char opcode);
    bool pushScalar(unsigned char opcode);
    bool pushContainer(unsigned char opcode);
    bool changeContainer(unsigned char opcode);
    bool remember(unsigned char opcode);
    void pushLong();
    void pushReal();
    void pushNamedGlobal();
    void pushGlobal(const std::string& module, const std::string& name);
    void callGlobal();
    void buildState();
    void makeStorage();
    void makeTensor(const std::vector<Number>& arguments);
    Number orderedDictionary(const std::vector<Number>& arguments);

    Number add(PickleValue value);
    void countMembers(std::size_t more);
    void push(PickleValue value) { pushNumber(add(std::move(value))); }
    void pushNumber(Number number);
    Number pop();
    std::vector<Number> popToMark();
    PickleValue& expect(Number number, PickleKind kind, const char* role);
    std::vector<std::int64_t> integersOf(Number tuple, const char* role);
    void pushTuple(std::size_t count);
    void addPairs(Number dictionary, const std::vector<Number>& pairs);

    std::span<const std::byte> m_rest;
    PickleDocument m_document;
    std::vector<Number> m_stack;
    std::vector<std::size_t> m_marks; ///< heights of the stack
    std::unordered_map<std::uint32_t, Number> m_memo;
    std::optional<PickleProblem> m_problem;
    std::size_t m_members = 0; ///< of all containers together
    bool m_stopped = false;
    std::string m_foreign; ///< what is said of a pickle of another protocol; empty for protocol 2
};

/// Whether a global is needed to describe tensors; "module name".
bool isAllowedGlobal(std::string_view global);
bool isStorageType(std::string_view global);

} // namespace descant::inference
