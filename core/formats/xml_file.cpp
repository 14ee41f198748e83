// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/xml_file.h"

#include "core/base/file.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/text_encoding.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

namespace descant::formats {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 27;
constexpr int kDeepest = 64;
constexpr unsigned kParse = (pugi::parse_default | pugi::parse_declaration) & ~static_cast<unsigned>(pugi::parse_eol);

bool startsWith(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

bool isXmlCharacter(std::uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code <= 0xd7ff)
        || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/// What stands between "&" and ";": one of the five names, or the number of a character.
bool isReference(std::string_view inner)
{
    for (const std::string_view name : {"amp", "lt", "gt", "quot", "apos"}) {
        if (inner == name)
            return true;
    }
    if (!startsWith(inner, "#"))
        return false;
    const bool isHex = startsWith(inner, "#x");
    inner.remove_prefix(isHex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, problem] = std::from_chars(inner.data(), inner.data() + inner.size(), code, isHex ? 16 : 10);
    return problem == std::errc() && end == inner.data() + inner.size() && isXmlCharacter(code);
}

/// Looks at the text before it is parsed: pugixml passes over what XML forbids.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) { }

    /// Where the first thing is that may not be there, and what.
    std::optional<std::pair<std::size_t, std::string>> problem()
    {
        while (m_at < m_text.size()) {
            if (auto found = step())
                return std::pair(m_at, *found);
        }
        return std::nullopt;
    }

private:
    std::optional<std::string> step()
    {
        const std::string_view rest = m_text.substr(m_at);
        if (startsWith(rest, "<!--"))
            return skip(rest, "-->");
        if (startsWith(rest, "<![CDATA["))
            return skip(rest, "]]>");
        if (startsWith(rest, "<?"))
            return skip(rest, "?>");
        if (startsWith(rest, "<!"))
            return "a DOCTYPE is not allowed: it could name entities of its own and other files";
        if (rest[0] == '&' && !isReference(rest.substr(1, rest.find(';') - 1)))
            return "\"&\" must begin &amp; &lt; &gt; &quot; &apos; or the number of a character";
        const auto byte = static_cast<unsigned char>(rest[0]);
        if (byte < 0x20 && !isXmlCharacter(byte))
            return "a control character is not allowed";
        ++m_at;
        return std::nullopt;
    }

    std::optional<std::string> skip(std::string_view rest, std::string_view end)
    {
        const auto found = rest.find(end, 2);
        if (found == std::string_view::npos)
            return "it ends where \"" + std::string(end) + "\" is wanted";
        m_at += found + end.size();
        return std::nullopt;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

std::vector<std::size_t> lineStartsOf(std::string_view text)
{
    std::vector<std::size_t> starts{0};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n')
            starts.push_back(i + 1);
    }
    return starts;
}

/// Line ends as XML has them: LF.
std::string withPlainLineEnds(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            plain.push_back(text[i]);
        else if (i + 1 == text.size() || text[i + 1] != '\n')
            plain.push_back('\n');
    }
    return plain;
}

bool saysAnotherEncoding(const pugi::xml_document& document)
{
    std::string name = document.first_child().type() == pugi::node_declaration
        ? document.first_child().attribute("encoding").value()
        : "";
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return !name.empty() && name != "utf-8" && name != "us-ascii" && name != "utf-16";
}

bool hasOneRoot(const pugi::xml_document& document)
{
    const auto isRoot = [](const pugi::xml_node& node) { return node.type() == pugi::node_element; };
    return std::count_if(document.begin(), document.end(), isRoot) == 1;
}

} // namespace

tl::expected<XmlFile, ImportProblem> XmlFile::read(const std::filesystem::path& path, BlankTexts blanks)
{
    auto bytes = readFile(path, kLargestFile);
    if (!bytes)
        return tl::unexpected(ImportProblem{0, describe(bytes.error())});
    if (const std::string_view encoding = utf16From(*bytes); !encoding.empty()) {
        const auto text = inUtf8(*bytes, encoding);
        if (!text)
            return tl::unexpected(ImportProblem{1, "it is not UTF-16, as its byte order mark says"});
        return parse(*text, blanks);
    }
    const std::string_view text(*bytes);
    return parse(startsWith(text, "\xef\xbb\xbf") ? text.substr(3) : text, blanks);
}

tl::expected<XmlFile, ImportProblem> XmlFile::parse(std::string_view bytes, BlankTexts blanks)
{
    const std::string text = withPlainLineEnds(bytes);
    XmlFile file;
    file.m_lineStarts = lineStartsOf(text);
    for (std::size_t i = 0; i < file.m_lineStarts.size(); ++i) {
        const std::size_t end = i + 1 < file.m_lineStarts.size() ? file.m_lineStarts[i + 1] : text.size();
        if (!isUtf8(std::string_view(text).substr(file.m_lineStarts[i], end - file.m_lineStarts[i])))
            return tl::unexpected(ImportProblem{i + 1, "it is not UTF-8"});
    }
    if (const auto problem = Scanner(text).problem())
        return tl::unexpected(ImportProblem{file.lineAt(problem->first), problem->second});
    const unsigned flags = blanks == BlankTexts::Kept ? kParse | pugi::parse_ws_pcdata : kParse;
    const auto parsed = file.m_document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
    if (!parsed)
        return tl::unexpected(ImportProblem{file.lineAt(static_cast<std::size_t>(parsed.offset)),
                                            std::string("it is not well-formed XML: ") + parsed.description()});
    if (saysAnotherEncoding(file.m_document))
        return tl::unexpected(ImportProblem{1, "another encoding than UTF-8 or UTF-16 is not read: save it as UTF-8"});
    if (!hasOneRoot(file.m_document))
        return tl::unexpected(ImportProblem{1, "it is not well-formed XML: there must be one outermost element"});
    if (const auto problem = file.checkElements())
        return tl::unexpected(*problem);
    return file;
}

std::optional<ImportProblem> XmlFile::checkElements() const
{
    pugi::xml_node node = m_document.document_element();
    for (int depth = 1; node;) {
        std::set<std::string_view> names;
        for (const pugi::xml_attribute attribute : node.attributes()) {
            if (!names.insert(attribute.name()).second)
                return ImportProblem{lineOf(node),
                                     std::string("the attribute \"") + attribute.name() + "\" stands twice"};
        }
        if (depth > kDeepest)
            return ImportProblem{lineOf(node), "it is nested too deeply"};
        if (node.first_child()) {
            node = node.first_child();
            ++depth;
            continue;
        }
        while (node && !node.next_sibling() && depth > 0) {
            node = node.parent();
            --depth;
        }
        node = depth > 0 ? node.next_sibling() : pugi::xml_node();
    }
    return std::nullopt;
}

std::size_t XmlFile::lineAt(std::size_t offset) const
{
    const auto after = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), offset);
    return static_cast<std::size_t>(after - m_lineStarts.begin());
}

std::size_t XmlFile::lineOf(pugi::xml_node node) const
{
    const std::ptrdiff_t offset = node.offset_debug();
    return offset < 0 ? 0 : lineAt(static_cast<std::size_t>(offset));
}

std::string textOf(pugi::xml_node element)
{
    std::string text;
    for (const pugi::xml_node child : element) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            text += child.value();
        else if (child.type() == pugi::node_element)
            text += textOf(child);
    }
    return text;
}

std::string textForXml(std::string_view text)
{
    std::string plain;
    for (const char c : withPlainLineEnds(text)) {
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n')
            plain.push_back(c);
    }
    // U+FFFE and U+FFFF.
    for (const char* forbidden : {"\xef\xbf\xbe", "\xef\xbf\xbf"}) {
        for (auto at = plain.find(forbidden); at != std::string::npos; at = plain.find(forbidden))
            plain.erase(at, 3);
    }
    return plain;
}

bool isXmlName(std::string_view name)
{
    const auto begins = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    };
    const auto follows = [&](char c) { return begins(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    return !name.empty() && begins(name.front()) && std::all_of(name.begin(), name.end(), follows);
}

std::string xmlText(pugi::xml_node node)
{
    std::ostringstream text;
    node.print(text, "", pugi::format_raw | pugi::format_no_declaration);
    return text.str();
}

void appendXml(pugi::xml_node parent, const std::string& text)
{
    // A project file may hold anything: what is not well-formed is left out.
    const auto file = XmlFile::parse("<part>" + text + "</part>", BlankTexts::Kept);
    if (!file)
        return;
    for (const pugi::xml_node child : file->root())
        parent.append_copy(child);
}

std::string documentText(const pugi::xml_document& document)
{
    std::ostringstream text;
    document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
    return text.str();
}

} // namespace descant::formats
