// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/published_files.h"

#include <algorithm>

namespace descant::inference {
namespace {

using Kind = PublishedItem::Kind;
using Need = PublishedFile::Need;

const std::string kBlip2 = "Salesforce/blip2-flan-t5-xl";
const std::string kAuthorsLicence =
    "not stated with the file; the authors' code carries BSD-3-Clause and MIT, and BLIP-2, BEATs and Flan-T5 are in it";

/// One of the authors' files has everything but the tokenizer, which is BLIP-2's.
PublishedItem authorsItem(const std::string& id, const std::string& corpus, const std::string& name)
{
    return {Kind::AuthorsFile,
            id,
            "the authors' model, fine-tuned on " + corpus,
            kAuthorsLicence,
            10'241'700'000,
            {{"AntBri/" + name + "_weights", name + "_best.pth"}, {kBlip2, "spiece.model"}}};
}

std::vector<PublishedItem> makeItems()
{
    return {{Kind::HubFolder,
             "blip2-flan-t5-xl",
             "BLIP-2 with Flan-T5-XL: it sees, and is the start of one's own training",
             "MIT (BLIP-2), Apache-2.0 (Flan-T5)",
             15'770'000'000,
             {{kBlip2, "config.json"},
              {kBlip2, "generation_config.json", Need::Optional},
              {kBlip2, "preprocessor_config.json", Need::Optional},
              {kBlip2, "spiece.model"},
              {kBlip2, "model.safetensors.index.json", Need::Weights}}},
            // The publisher's own link leads to a page and not to the file; this is another person's copy. Size and
            // hash are those that two other projects found, independently of each other.
            {Kind::Beats,
             "beats",
             "BEATs, the hearing half, for training (a third party's copy of Microsoft's file, known by its hash)",
             "MIT",
             361'499'833,
             {{"lpepino/beats_ckpts", "BEATs_iter3_plus_AS2M.pt", Need::Required, 361'499'833,
               "d43cbfad4d7b56381c061d7a24774f908d4d94c72961f6eb1d9090ff18cd8d34"}}},
            authorsItem("msrvtt", "MSR-VTT", "MSRVTT"),
            authorsItem("vatex", "VATEX", "VATEX"),
            authorsItem("audiocaps", "AudioCaps", "AudioCaps")};
}

} // namespace

const std::vector<PublishedItem>& publishedItems()
{
    static const std::vector<PublishedItem> items = makeItems();
    return items;
}

const PublishedItem* publishedItem(const std::string& id)
{
    const std::vector<PublishedItem>& items = publishedItems();
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const PublishedItem& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

} // namespace descant::inference
