// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/eaf.h"

#include <charconv>
#include <limits>

namespace descant::formats {
namespace {

std::optional<MediaTime> millisecondsFrom(std::string_view text)
{
    std::uint32_t value = 0; // as the schema has it
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return std::chrono::milliseconds(value);
}

} // namespace

EafTimes::EafTimes(const XmlFile& file, std::function<void(std::size_t, std::string)> refuse)
    : m_file(file), m_refuse(std::move(refuse))
{
    readSlots();
    fillAlongTiers();
    fillInOrder();
}

std::optional<MediaTime> EafTimes::at(const std::string& slot) const
{
    const auto found = m_indexOf.find(slot);
    return found == m_indexOf.end() ? std::nullopt : m_times[found->second];
}

void EafTimes::readSlots()
{
    for (const pugi::xml_node slot : m_file.root().child("TIME_ORDER").children("TIME_SLOT")) {
        const std::string id = slot.attribute("TIME_SLOT_ID").value();
        const pugi::xml_attribute value = slot.attribute("TIME_VALUE");
        const auto time = millisecondsFrom(value.value());
        if (id.empty())
            m_refuse(m_file.lineOf(slot), "a TIME_SLOT must have a TIME_SLOT_ID");
        else if (!m_indexOf.emplace(id, m_times.size()).second)
            m_refuse(m_file.lineOf(slot), "the TIME_SLOT_ID \"" + id + "\" stands twice");
        else if (value && !time)
            m_refuse(m_file.lineOf(slot), "TIME_VALUE must be a whole number of milliseconds, not negative");
        m_times.push_back(time);
    }
}

void EafTimes::spread(const std::vector<std::size_t>& between, MediaTime from, MediaTime to)
{
    const auto parts = static_cast<std::int64_t>(between.size()) + 1;
    for (std::size_t i = 0; i < between.size(); ++i)
        m_times[between[i]] = from + (to - from) * (static_cast<std::int64_t>(i) + 1) / parts;
}

/// Annotations that follow one another share their slots.
void EafTimes::fillAlongTiers()
{
    for (const pugi::xml_node tier : m_file.root().children("TIER")) {
        std::vector<std::size_t> open;
        std::optional<MediaTime> from;
        std::string last;
        for (const pugi::xml_node annotation : tier.children("ANNOTATION")) {
            const pugi::xml_node aligned = annotation.child("ALIGNABLE_ANNOTATION");
            const std::string start = aligned.attribute("TIME_SLOT_REF1").value();
            if (start != last || open.empty()) {
                open.clear();
                from = at(start);
            }
            last = aligned.attribute("TIME_SLOT_REF2").value();
            const auto end = m_indexOf.find(last);
            if (end == m_indexOf.end() || !from)
                continue;
            if (const auto to = m_times[end->second]) {
                spread(open, *from, *to);
                open.clear();
            } else {
                open.push_back(end->second);
            }
        }
    }
}

void EafTimes::fillInOrder()
{
    std::vector<std::size_t> open;
    MediaTime from{0};
    for (std::size_t i = 0; i < m_times.size(); ++i) {
        if (!m_times[i]) {
            open.push_back(i);
            continue;
        }
        spread(open, from, *m_times[i]);
        open.clear();
        from = *m_times[i];
    }
}

} // namespace descant::formats
