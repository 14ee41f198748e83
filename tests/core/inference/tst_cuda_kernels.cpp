// SPDX-License-Identifier: GPL-3.0-or-later
// The CUDA kernels: their arithmetic, run by the CPU, against LibTorch; the plug-in where it was built; and, on a
// machine with a GPU, the kernel itself.
#include "core/inference/cuda/picture_arithmetic.h"
#include "core/inference/internal/device_pictures.h"
#include "core/inference/internal/model_loader.h"
#include "core/inference/networks/model_inputs.h"

#include <gtest/gtest.h>

#include <random>

using namespace descant;
using namespace descant::inference;

namespace {

Image noise(int width, int height)
{
    Image image(width, height);
    std::mt19937 random(7);
    for (std::uint8_t& byte : image.pixels)
        byte = static_cast<std::uint8_t>(random() & 255U);
    return image;
}

at::Tensor expected(const Image& frame, const Preprocessing& preprocessing, int size)
{
    return pixelValues({resizePillowBicubic(frame.view(), size, size)}, preprocessing);
}

at::Tensor byTheKernelsArithmetic(const Image& frame, const Preprocessing& preprocessing, int size)
{
    const PackedTaps columns = packedTaps(frame.width, size);
    const PackedTaps rows = packedTaps(frame.height, size);
    cuda::PictureBatch batch = batchFor(frame.view(), preprocessing, size);
    batch.pixels = frame.pixels.data();
    batch.columns = columns.in(columns.numbers.data());
    batch.rows = rows.in(rows.numbers.data());
    at::Tensor values = at::empty({1, 3, size, size}, at::kFloat);
    for (std::int64_t index = 0; index < values.numel(); ++index)
        values.data_ptr<float>()[index] = cuda::pictureValue(batch, index);
    return values;
}

const std::pair<int, int> kSizes[] = {{64, 48}, {24, 24}, {7, 11}, {24, 100}, {1, 1}};

bool machineHasADriver() { return std::filesystem::exists("/dev/nvidiactl"); }

} // namespace

TEST(CudaKernels, arithmeticEqualsLibTorchAfterPillow)
{
    const Preprocessing preprocessing;
    for (const auto& [width, height] : kSizes) {
        const Image frame = noise(width, height);
        const at::Tensor values = byTheKernelsArithmetic(frame, preprocessing, 24);
        EXPECT_TRUE(at::allclose(values, expected(frame, preprocessing, 24), 0.0, 1e-6)) << width << " x " << height;
    }
}

TEST(CudaKernels, resizesOnlyByItsOwnRecipe)
{
    const Image frame = noise(30, 20);
    EXPECT_TRUE(kernelResizes(ResizeRecipe::PillowBicubic, frame.view(), 24));
    EXPECT_FALSE(kernelResizes(ResizeRecipe::SwscaleBilinear, frame.view(), 24));
    EXPECT_TRUE(kernelResizes(ResizeRecipe::SwscaleBilinear, noise(24, 24).view(), 24));
    EXPECT_FALSE(kernelResizes(ResizeRecipe::PillowBicubic, {}, 24));
}

TEST(CudaPlugin, anAbsentLibraryIsOneClearSentence)
{
    const auto plugin = loadCudaPlugin("/nowhere/libdescant_cuda_kernels.so");
    ASSERT_FALSE(plugin);
    EXPECT_EQ(plugin.error().code, ErrorCode::DeviceUnavailable);
    EXPECT_EQ(plugin.error().detail, "the CUDA kernels were not built");
}

TEST(CudaPlugin, aFileThatIsNoLibraryIsRefused)
{
    const auto plugin = loadCudaPlugin("/proc/self/cmdline");
    ASSERT_FALSE(plugin);
    EXPECT_EQ(plugin.error().code, ErrorCode::DeviceUnavailable);
}

TEST(CudaPlugin, loadsWhereItWasBuilt)
{
    if (!DESCANT_BUILT_CUDA_KERNELS)
        GTEST_SKIP() << "the CUDA kernels were not built (no nvcc)";
    const Result<CudaPlugin>& plugin = cudaPlugin();
    ASSERT_TRUE(plugin) << plugin.error().detail;
    cuda::PictureBatch batch;
    EXPECT_EQ(plugin->preparePictures(&batch), nullptr) << "no pictures, nothing to do";
    if (machineHasADriver())
        GTEST_SKIP() << "the rest is for a machine without a driver";
    batch.count = 1;
    batch.size = 8;
    EXPECT_NE(plugin->preparePictures(&batch), nullptr) << "without a driver it says why it cannot start";
}

TEST(CudaPlugin, preparesFramesOnTheDevice)
{
    const auto device = deviceFromName("cuda:0");
    if (!device || !cudaPlugin())
        GTEST_SKIP() << (device ? cudaPlugin().error().detail : device.error().detail);
    const Preprocessing preprocessing;
    for (const auto& [width, height] : kSizes) {
        const Image frame = noise(width, height);
        const auto values = devicePixelValues(*cudaPlugin(), frame, preprocessing, 24, *device);
        ASSERT_TRUE(values);
        EXPECT_TRUE(at::allclose(values->cpu(), expected(frame, preprocessing, 24), 0.0, 1e-6));
    }
}

TEST(Devices, withoutADriverAskingForCudaIsOneClearSentence)
{
    if (machineHasADriver())
        GTEST_SKIP() << "this machine has a driver";
    const auto device = deviceFromName("cuda:0");
    ASSERT_FALSE(device);
    EXPECT_EQ(device.error().code, ErrorCode::DeviceUnavailable);
    EXPECT_FALSE(device.error().detail.empty());
    EXPECT_EQ(device.error().detail.find('\n'), std::string::npos);
    const auto automatic = deviceFromName("auto");
    ASSERT_TRUE(automatic);
    EXPECT_TRUE(automatic->is_cpu());
}
