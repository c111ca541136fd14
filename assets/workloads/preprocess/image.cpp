#include "image.h"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <jpeglib.h>
#include <png.h>

namespace {

// libjpeg leaves by a jump: nothing with a destructor may be made between setjmp and the call that fails.
struct Complaint {
    jpeg_error_mgr base;
    std::jmp_buf back;
    char text[JMSG_LENGTH_MAX];
};

[[noreturn]] void complain(j_common_ptr codec) {
    auto* complaint = reinterpret_cast<Complaint*>(codec->err);
    codec->err->format_message(codec, complaint->text);
    std::longjmp(complaint->back, 1);
}

void keep_quiet(j_common_ptr, int) {}

jpeg_error_mgr* prepare(Complaint& complaint) {
    auto* base = jpeg_std_error(&complaint.base);
    base->error_exit = complain;
    base->emit_message = keep_quiet;
    complaint.text[0] = 0;
    return base;
}

bool read_jpeg(jpeg_decompress_struct& codec, Complaint& complaint, const std::string& bytes, int denominator, Image& image) {
    if (setjmp(complaint.back) != 0) return false;
    jpeg_create_decompress(&codec);
    jpeg_mem_src(&codec, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&codec, TRUE);
    codec.out_color_space = JCS_RGB;
    codec.scale_num = 1;
    codec.scale_denom = static_cast<unsigned>(denominator);
    jpeg_start_decompress(&codec);
    image.width = static_cast<int>(codec.output_width);
    image.height = static_cast<int>(codec.output_height);
    image.pixels.resize(std::size_t{3} * codec.output_width * codec.output_height);
    while (codec.output_scanline < codec.output_height) {
        JSAMPROW row = image.row(static_cast<int>(codec.output_scanline));
        jpeg_read_scanlines(&codec, &row, 1);
    }
    jpeg_finish_decompress(&codec);
    return true;
}

Image decode_jpeg(const std::string& bytes, int denominator) {
    jpeg_decompress_struct codec{};
    Complaint complaint{};
    codec.err = prepare(complaint);
    Image image;
    const bool good = read_jpeg(codec, complaint, bytes, denominator, image);
    jpeg_destroy_decompress(&codec);
    if (!good) throw std::runtime_error(std::string("not a readable JPEG: ") + complaint.text);
    return image;
}

Image decode_png(const std::string& bytes) {
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    Image image;
    if (png_image_begin_read_from_memory(&header, bytes.data(), bytes.size()) != 0) {
        header.format = PNG_FORMAT_RGB;
        image.width = static_cast<int>(header.width);
        image.height = static_cast<int>(header.height);
        image.pixels.resize(PNG_IMAGE_SIZE(header));
        const png_color black{0, 0, 0};
        png_image_finish_read(&header, &black, image.pixels.data(), 0, nullptr);
    }
    const std::string what = header.message;
    png_image_free(&header);
    if (PNG_IMAGE_FAILED(header)) throw std::runtime_error("not a readable PNG: " + what);
    return image;
}

bool write_jpeg(jpeg_compress_struct& codec, Complaint& complaint, const Image& image, int quality, unsigned char** out,
                unsigned long* size) {
    if (setjmp(complaint.back) != 0) return false;
    jpeg_create_compress(&codec);
    jpeg_mem_dest(&codec, out, size);
    codec.image_width = static_cast<unsigned>(image.width);
    codec.image_height = static_cast<unsigned>(image.height);
    codec.input_components = 3;
    codec.in_color_space = JCS_RGB;
    jpeg_set_defaults(&codec);
    jpeg_set_quality(&codec, quality, TRUE);
    jpeg_start_compress(&codec, TRUE);
    while (codec.next_scanline < codec.image_height) {
        JSAMPROW row = const_cast<unsigned char*>(image.row(static_cast<int>(codec.next_scanline)));
        jpeg_write_scanlines(&codec, &row, 1);
    }
    jpeg_finish_compress(&codec);
    return true;
}

}  // namespace

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file) throw std::runtime_error("cannot read " + path);
    return bytes;
}

Image decode(const std::string& bytes, int denominator) {
    return bytes.compare(0, 4, "\x89PNG") == 0 ? decode_png(bytes) : decode_jpeg(bytes, denominator);
}

std::string encode_jpeg(const Image& image, int quality) {
    jpeg_compress_struct codec{};
    Complaint complaint{};
    codec.err = prepare(complaint);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    const bool good = write_jpeg(codec, complaint, image, quality, &out, &size);
    std::string bytes(reinterpret_cast<const char*>(out), good ? size : 0);
    jpeg_destroy_compress(&codec);
    std::free(out);
    if (!good) throw std::runtime_error(std::string("cannot encode a JPEG: ") + complaint.text);
    return bytes;
}
