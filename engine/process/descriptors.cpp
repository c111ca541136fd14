#include "engine/process/descriptors.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace paretop::process {
namespace {

struct Control {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * k_most_descriptors)> bytes{};
};

}  // namespace

bool send_descriptors(int socket, std::span<const char> bytes, std::span<const int> descriptors, int flags) {
    iovec part{const_cast<char*>(bytes.data()), bytes.size()};
    Control control;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        message.msg_control = control.bytes.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
    }
    ssize_t sent = 0;
    do sent = ::sendmsg(socket, &message, flags | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

Received receive_descriptors(int socket, std::span<char> buffer, int flags) {
    iovec part{buffer.data(), buffer.size()};
    Control control;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    Received received;
    do received.size = ::recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC);
    while (received.size < 0 && errno == EINTR);
    if (received.size < 0) return received;
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        auto& list = received.descriptors;
        list.count = std::min((header->cmsg_len - CMSG_LEN(0)) / sizeof(int), k_most_descriptors);
        std::memcpy(list.values.data(), CMSG_DATA(header), list.count * sizeof(int));
    }
    return received;
}

}  // namespace paretop::process
