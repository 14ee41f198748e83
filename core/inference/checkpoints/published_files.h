// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace descant::inference {

/// A file of a repository on the hub.
struct PublishedFile {
    enum class Need {
        Required,
        Optional, ///< goes without where it is missing
        Weights   ///< an index of weights with the files that it names, or else the one file of weights
    };
    std::string repository; ///< "owner/name"
    std::string name;
    Need need = Need::Required;
    std::uint64_t bytes = 0; ///< 0: what the server says
    std::string sha256 = {}; ///< empty: what the server says
};

/// Something public that a package can be assembled from. The table is what is known of it without asking anybody.
struct PublishedItem {
    enum class Kind { HubFolder, Beats, AuthorsFile } kind = Kind::HubFolder;
    std::string id;          ///< as one names it on the command line; also its folder below the downloads
    std::string title;       ///< what it is, in words
    std::string licence;     ///< what is known of its licence, in words
    std::uint64_t bytes = 0; ///< about, for a list; the server says it exactly
    std::vector<PublishedFile> files;
};

/// BLIP-2 with Flan-T5-XL, BEATs, and the authors' three fine-tuned files.
const std::vector<PublishedItem>& publishedItems();
/// The item of that id, or null.
const PublishedItem* publishedItem(const std::string& id);

} // namespace descant::inference
