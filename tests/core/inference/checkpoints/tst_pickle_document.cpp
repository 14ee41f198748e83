// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/pickle_document.h"

#include "tests/support/torch_file_writer.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using test::PickleWriter;
using namespace std::string_view_literals;

namespace {

Result<PickleDocument> read(const std::string& pickle) { return readPickle(std::as_bytes(std::span(pickle)), "x.pth"); }

/// Reads opcodes, with PROTO before and STOP behind them.
Result<PickleDocument> run(std::string_view opcodes) { return read(PickleWriter().raw(opcodes).pickle()); }

PickleValue valueOf(std::string_view opcodes)
{
    const auto document = run(opcodes);
    EXPECT_TRUE(document) << describe(document.error());
    return document ? document->top() : PickleValue();
}

ErrorCode codeOf(std::string_view opcodes)
{
    const auto document = run(opcodes);
    EXPECT_FALSE(document);
    return document ? ErrorCode::Internal : document.error().code;
}

std::string detailOf(std::string_view opcodes)
{
    const auto document = run(opcodes);
    EXPECT_FALSE(document);
    return document ? "" : document.error().detail;
}

std::string tensorPickle()
{
    PickleWriter writer;
    writer.global("torch._utils", "_rebuild_tensor_v2").raw("(").storage("HalfStorage", "7", 12).integer(2);
    return writer.integers({2, 3}).integers({3, 1}).raw("\x89").orderedDict().raw("tR").pickle();
}

} // namespace

TEST(PickleDocument, readsScalars)
{
    EXPECT_EQ(valueOf("N").kind, PickleKind::None);
    EXPECT_EQ(valueOf("\x88").integer, 1);
    EXPECT_EQ(valueOf("\x89").kind, PickleKind::Boolean);
    EXPECT_EQ(valueOf("K\xff").integer, 255);
    EXPECT_EQ(valueOf("M\x01\x02").integer, 0x201);
    EXPECT_EQ(valueOf("J\xfe\xff\xff\xff").integer, -2);
    EXPECT_EQ(valueOf(std::string_view("\x8a\x00", 2)).integer, 0);
    EXPECT_EQ(valueOf("\x8a\x01\xff").integer, -1);
    EXPECT_EQ(valueOf(std::string_view("\x8a\x05\x00\x00\x00\x00\x01", 7)).integer, std::int64_t(1) << 32);
    EXPECT_EQ(valueOf(std::string_view("G\x3f\xf8\0\0\0\0\0\0", 9)).real, 1.5);
    EXPECT_EQ(valueOf(std::string_view("X\x03\0\0\0abc", 8)).text, "abc");
}

TEST(PickleDocument, readsContainers)
{
    EXPECT_EQ(valueOf("]").kind, PickleKind::List);
    EXPECT_EQ(valueOf(")").kind, PickleKind::Tuple);
    EXPECT_EQ(valueOf("}").kind, PickleKind::Dictionary);
    EXPECT_EQ(valueOf("N\x85").members.size(), 1U);
    EXPECT_EQ(valueOf("NN\x86").members.size(), 2U);
    EXPECT_EQ(valueOf("NNN\x87").members.size(), 3U);
    EXPECT_EQ(valueOf("(NNNNt").members.size(), 4U);
    EXPECT_EQ(valueOf("]Na").members.size(), 1U);
    EXPECT_EQ(valueOf("](NNe").members.size(), 2U);
    EXPECT_EQ(valueOf("}NNs").members.size(), 2U);
    EXPECT_EQ(valueOf("}(NNNNu").members.size(), 4U);
    EXPECT_EQ(valueOf("ccollections\nOrderedDict\n)R").kind, PickleKind::Dictionary);
    EXPECT_EQ(valueOf("ccollections\nOrderedDict\n](NN\x86NN\x86\x65\x85R").members.size(), 4U);
}

TEST(PickleDocument, remembersValues)
{
    EXPECT_EQ(valueOf("K\x05q\0h\0\x86"sv).members, (std::vector<std::size_t>{0, 0}));
    EXPECT_EQ(valueOf("K\x05r\xff\xff\xff\xffj\xff\xff\xff\xff\x86"sv).members, (std::vector<std::size_t>{0, 0}));
    EXPECT_EQ(codeOf("h\0"sv), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf("q\0"sv), ErrorCode::CheckpointInvalid);
}

TEST(PickleDocument, describesTensors)
{
    const auto document = read(tensorPickle());
    ASSERT_TRUE(document) << describe(document.error());
    const PickleValue& tensor = document->top();
    EXPECT_EQ(tensor.kind, PickleKind::Tensor);
    EXPECT_EQ(tensor.offset, 2);
    EXPECT_EQ(tensor.shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(tensor.strides, (std::vector<std::int64_t>{3, 1}));
    const PickleValue& storage = document->at(tensor.members.front());
    EXPECT_EQ(storage.type, "HalfStorage");
    EXPECT_EQ(storage.text, "7");
    EXPECT_EQ(storage.integer, 12);
}

TEST(PickleDocument, takesAParameterForItsTensor)
{
    PickleWriter writer;
    const std::string inner = tensorPickle();
    writer.global("torch._utils", "_rebuild_parameter").raw("(").raw(inner.substr(2, inner.size() - 3));
    const auto document = read(writer.raw("\x88").orderedDict().raw("tR").pickle());
    ASSERT_TRUE(document) << describe(document.error());
    EXPECT_EQ(document->top().kind, PickleKind::Tensor);
}

TEST(PickleDocument, namesCodeThatItIsAskedFor)
{
    // os.system("id"), as the pickle module would run it.
    EXPECT_EQ(codeOf("cos\nsystem\nX\x02\x00\x00\x00id\x85R"sv), ErrorCode::CheckpointHostile);
    for (const auto& [opcodes, name] :
         {std::pair("cos\nsystem\n", "os.system"), std::pair("cposix\nsystem\n", "posix.system"),
          std::pair("c__builtin__\neval\n", "__builtin__.eval"), std::pair("cbuiltins\nexec\n", "builtins.exec"),
          std::pair("cnumpy.core.multiarray\nscalar\n", "numpy.core.multiarray.scalar"),
          std::pair("ctorch\nload\n", "torch.load"),
          std::pair("ccollections\nOrderedDict.__init__\n", "OrderedDict.__init__"),
          std::pair("ctorch._utils\n_rebuild_tensor_v2 x\n", "_rebuild_tensor_v2 x")}) {
        EXPECT_EQ(codeOf(opcodes), ErrorCode::CheckpointHostile);
        EXPECT_NE(detailOf(opcodes).find(name), std::string::npos) << detailOf(opcodes);
        EXPECT_NE(detailOf(opcodes).find("nothing was run"), std::string::npos);
    }
    EXPECT_EQ(detailOf("c\x1b[31m\nx\n").find('\x1b'), std::string::npos)
        << "names are printed without control characters";
}

TEST(PickleDocument, runsNoOtherOpcode)
{
    const std::string allowed = "N\x88\x89KMJ\x8aGX}])\x85\x86\x87tsuaeqrhj\x80(cRbQ.";
    for (int opcode = 0; opcode < 256; ++opcode) {
        const char letter = static_cast<char>(opcode);
        if (allowed.find(letter) != std::string::npos)
            continue;
        EXPECT_EQ(codeOf(std::string("NN") + letter + "os\nsystem\n"), ErrorCode::CheckpointHostile) << opcode;
    }
    EXPECT_EQ(codeOf("X\x02\x00\x00\x00osX\x06\x00\x00\x00system\x93"sv), ErrorCode::CheckpointHostile); // STACK_GLOBAL
}

TEST(PickleDocument, callsNothingButWhatDescribesTensors)
{
    EXPECT_EQ(codeOf("ctorch\nFloatStorage\n)R"), ErrorCode::CheckpointHostile);
    EXPECT_EQ(codeOf("N)R"), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf("ccollections\nOrderedDict\nNR"), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf("ctorch._utils\n_rebuild_tensor_v2\n)R"), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf("ctorch._utils\n_rebuild_parameter\nN\x85R"), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf("ctorch._utils\n_rebuild_parameter\n)R"), ErrorCode::CheckpointHostile);
    EXPECT_EQ(codeOf("NQ"), ErrorCode::CheckpointInvalid);
    PickleWriter function;
    function.raw("(").text("storage").global("torch._utils", "_rebuild_tensor_v2").text("0").text("cpu").integer(1);
    EXPECT_EQ(read(function.raw("tQ").pickle()).error().code, ErrorCode::CheckpointHostile);
}

TEST(PickleDocument, refusesOtherProtocols)
{
    const auto document = read("\x80\x04\x95N.");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, ErrorCode::CheckpointInvalid);
    EXPECT_NE(document.error().detail.find("protocol 4"), std::string::npos);
}

TEST(PickleDocument, namesCodeInPicklesOfOtherProtocolsToo)
{
    // pickle.dumps of an object whose __reduce__ gives (os.system, ("id",)), as protocols 4 and 5 write it.
    for (const char protocol : {'\x04', '\x05'}) {
        const std::string pickle =
            std::string("\x80") + protocol
            + std::string(
                "\x95\x1d\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94."sv);
        const auto document = read(pickle);
        ASSERT_FALSE(document);
        EXPECT_EQ(document.error().code, ErrorCode::CheckpointHostile);
        EXPECT_NE(document.error().detail.find("posix.system"), std::string::npos) << document.error().detail;
    }
    // Protocols 0 to 3 write the name as protocol 2 does.
    EXPECT_EQ(read("\x80\x03"
                   "cposix\nsystem\n.")
                  .error()
                  .code,
              ErrorCode::CheckpointHostile);
    // What is harmless stays refused, and is not called hostile.
    EXPECT_EQ(read(std::string("\x80\x04\x95\x02\0\0\0\0\0\0\0}."sv)).error().code, ErrorCode::CheckpointInvalid);
    EXPECT_EQ(read("\x80\x04\x8f.").error().code, ErrorCode::CheckpointInvalid) << "a set";
}

TEST(PickleDocument, refusesWhatIsMalformed)
{
    for (const char* opcodes :
         {"",     "NN", "s",    "Ns",     "}Ns", "(u", "u",   "a", "e", "]e",       "Na", "NNa", "NNNs",
          "}(Nu", "t",  "\x85", "(N\x86", "b",   "Nb", "NNb", "R", "Q", "\x8a\x09", "K",  "cos", "X\xff\xff\xff\xff"})
        EXPECT_EQ(codeOf(opcodes), ErrorCode::CheckpointInvalid) << opcodes;
    EXPECT_EQ(codeOf(std::string("X\x01\x00\x10\x00", 5) + std::string(1 << 21, 'x')), ErrorCode::CheckpointInvalid)
        << "a text longer than is allowed";
}

TEST(PickleDocument, refusesTensorsThatCannotBe)
{
    const auto tensor = [](std::int64_t count, std::int64_t offset, const std::vector<std::int64_t>& shape,
                           const std::vector<std::int64_t>& strides) {
        PickleWriter writer;
        writer.global("torch._utils", "_rebuild_tensor_v2").raw("(").storage("FloatStorage", "0", count);
        writer.integer(offset).integers(shape).integers(strides).raw("\x89").orderedDict().raw("tR");
        return read(writer.pickle()).has_value();
    };
    EXPECT_TRUE(tensor(6, 0, {2, 3}, {3, 1}));
    EXPECT_FALSE(tensor(-6, 0, {2, 3}, {3, 1}));
    EXPECT_FALSE(tensor(6, -1, {2, 3}, {3, 1}));
    EXPECT_FALSE(tensor(6, 0, {2, -3}, {3, 1}));
    EXPECT_FALSE(tensor(6, 0, {2, 3}, {-3, 1}));
    EXPECT_FALSE(tensor(6, 0, {2, 3}, {1}));
    EXPECT_FALSE(tensor(1, 0, std::vector<std::int64_t>(9, 1), std::vector<std::int64_t>(9, 1)));
}

TEST(PickleDocument, aListMayHoldItself) { EXPECT_EQ(valueOf("]q\0h\0a"sv).members, (std::vector<std::size_t>{0})); }

TEST(PickleDocument, boundsWhatAFewBytesCanGrowInto)
{
    EXPECT_EQ(codeOf(std::string(1'500'000, 'N')), ErrorCode::CheckpointInvalid) << "stack";
    EXPECT_EQ(codeOf(std::string(1'500'000, '(')), ErrorCode::CheckpointInvalid) << "marks";
    std::string values = "]"; // a list that grows without the stack doing so
    for (int count = 0; count < 2'500'000; ++count)
        values += "Na";
    EXPECT_EQ(codeOf(values), ErrorCode::CheckpointInvalid) << "values";
    std::string memo = "N"; // one value under two million numbers
    for (std::uint32_t place = 0; place < 2'100'000; ++place)
        memo += "r" + std::string(reinterpret_cast<const char*>(&place), sizeof place);
    EXPECT_EQ(codeOf(memo), ErrorCode::CheckpointInvalid) << "memo";
    // A list of a thousand pairs, made into a dictionary again and again.
    std::string copies = "](";
    for (int pair = 0; pair < 1000; ++pair)
        copies += "NN\x86";
    copies += "e\x85q\x01";
    copies += "ccollections\nOrderedDict\nq\x02";
    for (int copy = 0; copy < 100'000; ++copy)
        copies += "h\x02h\x01R";
    EXPECT_EQ(codeOf(copies), ErrorCode::CheckpointInvalid) << "copies";
}

TEST(PickleDocument, callsWithManyArgumentsAreRefusedBeforeTheyAreCopied)
{
    std::string arguments(900'000, 'N');
    EXPECT_EQ(codeOf("ctorch._utils\n_rebuild_parameter\n(" + arguments + "tR"), ErrorCode::CheckpointInvalid);
}

TEST(PickleDocument, refusesAPickleCutAnywhere)
{
    const std::string whole = tensorPickle();
    for (std::size_t length = 0; length < whole.size(); ++length)
        ASSERT_FALSE(read(whole.substr(0, length))) << length;
}
