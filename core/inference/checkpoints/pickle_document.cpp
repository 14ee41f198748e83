// SPDX-License-Identifier: GPL-3.0-or-later
// Opcodes: CPython, Lib/pickletools.py (protocol 2). Persistent ids and rebuild functions: torch/serialization.py and
// torch/_utils.py.
#include "core/inference/checkpoints/pickle_document.h"

#include "core/inference/checkpoints/pickle_machine.h"

namespace descant::inference {

const PickleValue* PickleDocument::member(const PickleValue& dictionary, const std::string& key) const
{
    if (dictionary.kind != PickleKind::Dictionary)
        return nullptr;
    for (std::size_t index = 0; index + 1 < dictionary.members.size(); index += 2) {
        const PickleValue& name = at(dictionary.members[index]);
        if (name.kind == PickleKind::Text && name.text == key)
            return &at(dictionary.members[index + 1]);
    }
    return nullptr;
}

Result<PickleDocument> readPickle(std::span<const std::byte> bytes, const std::string& subject)
{
    PickleMachine machine(bytes);
    if (auto problem = machine.run())
        return fail(problem->hostile ? ErrorCode::CheckpointHostile : ErrorCode::CheckpointInvalid, subject,
                    std::move(problem->what));
    return machine.takeDocument();
}

} // namespace descant::inference
