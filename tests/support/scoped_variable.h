// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace descant::test {

/// An environment variable that has another value while this lives. Programs that are started meanwhile see it.
class ScopedVariable {
public:
    ScopedVariable(std::string name, const std::string& value) : m_name(std::move(name))
    {
        if (const char* before = std::getenv(m_name.c_str()))
            m_before = before;
        setenv(m_name.c_str(), value.c_str(), 1);
    }
    ~ScopedVariable()
    {
        if (m_before)
            setenv(m_name.c_str(), m_before->c_str(), 1);
        else
            unsetenv(m_name.c_str());
    }
    ScopedVariable(const ScopedVariable&) = delete;
    ScopedVariable& operator=(const ScopedVariable&) = delete;

private:
    std::string m_name;
    std::optional<std::string> m_before;
};

} // namespace descant::test
