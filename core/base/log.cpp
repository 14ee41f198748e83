// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <string>

namespace descant::log {
namespace {

spdlog::logger& logger()
{
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto created = std::make_shared<spdlog::logger>("descant", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        const char* level = std::getenv("DESCANT_LOG");
        created->set_level(spdlog::level::from_str(level ? level : "warning"));
        created->set_pattern("descant: %l: %v");
        return created;
    }();
    return *instance;
}

} // namespace

void write(std::string_view level, std::string_view message)
{
    logger().log(spdlog::level::from_str(std::string(level)), "{}", message);
}

} // namespace descant::log
