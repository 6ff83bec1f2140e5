/*
 * Frames on the two pipes to the TypeScript side: a length (u32 without itself, little-endian), one byte that says
 * what the frame is, and its fields. I/O blocks; interrupted calls are taken up again.
 */
#include "host.h"

static int inputFd, outputFd;

void frame_open(int input, int output)
{
	inputFd = input;
	outputFd = output;
}

static void frame_reserve(Buffer* buffer, size_t capacity)
{
	if (capacity <= buffer->capacity)
		return;
	if (capacity > FRAME_LIMIT)
		fatal("a frame would be longer than %d bytes", FRAME_LIMIT);
	while (buffer->capacity < capacity)
		buffer->capacity = buffer->capacity ? buffer->capacity * 2 : 4096;
	buffer->bytes = realloc(buffer->bytes, buffer->capacity);
	if (!buffer->bytes)
		fatal("out of memory");
}

/* Reads one frame, without its length field; false at the end of the input. */
bool frame_read(Buffer* buffer)
{
	size_t have = 0, want = 4;
	bool sized = false;
	frame_reserve(buffer, 65536);
	while (have < want) {
		ssize_t count = read(inputFd, buffer->bytes + have, buffer->capacity - have);
		if (count < 0) {
			if (errno == EINTR)
				continue;
			fatal("the request pipe cannot be read: %s", strerror(errno));
		}
		if (count == 0) {
			if (have)
				fatal("a request was cut off after %zu of %zu bytes", have, want);
			return false;
		}
		have += (size_t)count;
		if (!sized && (have >= 4)) {
			uint32_t length;
			memcpy(&length, buffer->bytes, 4);
			if ((length < 1) || (length > FRAME_LIMIT - 4))
				fatal("a request has the impossible length %u", (unsigned)length);
			want = (size_t)length + 4;
			frame_reserve(buffer, want);
			sized = true;
		}
	}
	if (have != want)
		fatal("a request is followed by something else");
	buffer->length = have;
	return true;
}

void frame_write(Buffer* buffer)
{
	size_t done = 0;
	uint32_t length = (uint32_t)(buffer->length - 4);
	memcpy(buffer->bytes, &length, 4);
	while (done < buffer->length) {
		ssize_t count = write(outputFd, buffer->bytes + done, buffer->length - done);
		if (count < 0) {
			if (errno == EINTR)
				continue;
			exit(0); /* the other side is gone, and with it the reason to live */
		}
		done += (size_t)count;
	}
}

void frame_bytes(Buffer* buffer, const void* bytes, size_t length)
{
	frame_reserve(buffer, buffer->length + length);
	if (length)
		memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
}

void frame_u32(Buffer* buffer, uint32_t value)
{
	frame_bytes(buffer, &value, 4);
}

void frame_text(Buffer* buffer, const char* text)
{
	uint32_t length = (uint32_t)strlen(text);
	frame_u32(buffer, length);
	frame_bytes(buffer, text, length);
}

void frame_start(Buffer* buffer, uint8_t type)
{
	static const uint8_t zero[4];
	buffer->length = 0;
	frame_bytes(buffer, zero, 4);
	frame_bytes(buffer, &type, 1);
}
