/*
 * Frames between the TypeScript side and this process, over two pipes with blocking I/O. A frame is its length (u32,
 * without itself), one byte that says what it is, and fields; numbers are little-endian. The other side sends a
 * request and waits for its reply, so there is never more than one frame on its way. README.md has the table.
 */
#include "host.h"
#include <signal.h>

enum { REQUEST_LINK = 1, REQUEST_CREATE, REQUEST_RUN, REQUEST_STATS, REQUEST_CLOSE, REQUEST_ANSWER };
enum { REPLY_LINKED = 1, REPLY_RESULTS, REPLY_CALL, REPLY_STATS, REPLY_CLOSED, REPLY_REFUSED };

static Buffer request, answer, reply;
static size_t readAt; /* in request */
static uint32_t postCount, postBytes; /* of the current run */
static unsigned watchdogSeconds; /* that one request may take */
static Board* boards[BOARD_LIMIT];

static const uint8_t* get_bytes(size_t length)
{
	const uint8_t* result = request.bytes + readAt;
	if (length > request.length - readAt)
		fatal("a request is shorter than its fields");
	readAt += length;
	return result;
}

static uint32_t get_u32(void)
{
	uint32_t value;
	memcpy(&value, get_bytes(4), 4);
	return value;
}

static uint64_t get_u64(void)
{
	uint64_t value;
	memcpy(&value, get_bytes(8), 8);
	return value;
}

/* A copy with a final zero, to be freed. */
static char* get_text(uint32_t* length)
{
	uint32_t size = get_u32();
	const uint8_t* bytes = get_bytes(size);
	char* text = host_alloc((size_t)size + 1);
	memcpy(text, bytes, size);
	text[size] = 0;
	if (length)
		*length = size;
	return text;
}

static Board* get_board(uint32_t* number)
{
	*number = get_u32();
	return *number < BOARD_LIMIT ? boards[*number] : NULL;
}

/* False when the run has posted too much. */
bool protocol_post(uint32_t kind, const uint8_t* bytes, uint32_t length)
{
	postBytes += 8 + length;
	if (postBytes > POST_LIMIT)
		return false;
	frame_u32(&reply, kind);
	frame_u32(&reply, length);
	frame_bytes(&reply, bytes, length);
	postCount++;
	return true;
}

/* The answer's length, -1 when there is none, -2 when it is longer than `capacity`. */
int32_t protocol_call(Board* board, uint32_t kind, uint8_t* bytes, uint32_t length, uint32_t capacity)
{
	static Buffer call;
	int32_t size;
	frame_start(&call, REPLY_CALL);
	frame_u32(&call, board->number);
	frame_u32(&call, kind);
	frame_bytes(&call, bytes, length);
	/* The simulator may take as long as it likes, for example in a debugger. */
	alarm(0);
	frame_write(&call);
	if (!frame_read(&answer))
		exit(0);
	alarm(watchdogSeconds);
	if ((answer.length < 9) || (answer.bytes[4] != REQUEST_ANSWER))
		fatal("a call was answered with something else");
	memcpy(&size, answer.bytes + 5, 4);
	if (size < 0)
		return -1;
	if ((size_t)size != answer.length - 9)
		fatal("an answer has the wrong length");
	if ((uint32_t)size > capacity)
		return -2;
	memcpy(bytes, answer.bytes + 9, (size_t)size);
	return size;
}

/* A result: posts as they came, then how the run ended. Returns where the number of posts goes. */
static size_t start_result(void)
{
	size_t at = reply.length;
	frame_u32(&reply, 0);
	postCount = 0;
	postBytes = 0;
	return at;
}

static void finish_result(size_t at, const Board* board, uint32_t meter)
{
	uint8_t status = (uint8_t)board->status;
	memcpy(reply.bytes + at, &postCount, 4);
	frame_u32(&reply, meter);
	frame_bytes(&reply, &status, 1);
	if (!status)
		return;
	frame_text(&reply, board->message);
	frame_u32(&reply, (uint32_t)board->trace.count);
	for (int index = 0; index < board->trace.count; index++) {
		const TraceFrame* frame = &board->trace.frames[index];
		frame_text(&reply, frame->module);
		frame_text(&reply, frame->function);
		frame_u32(&reply, frame->line);
	}
}

static void refuse(const char* text)
{
	frame_start(&reply, REPLY_REFUSED);
	frame_text(&reply, text);
}

static void serve_link(void)
{
	static bool linked;
	char error[2 * MESSAGE_TEXT] = "";
	uint32_t count = get_u32();
	bool ok = true;
	if (linked)
		fatal("the modules were sent twice");
	linked = true;
	rom_open();
	for (uint32_t index = 0; ok && (index < count); index++) {
		bool preload = *get_bytes(1) != 0;
		uint32_t sourceSize, lineCount;
		char* specifier = get_text(NULL);
		char* source = get_text(&sourceSize);
		uint32_t* lines;
		lineCount = get_u32();
		lines = host_alloc((size_t)lineCount * 4 + 4);
		memcpy(lines, get_bytes((size_t)lineCount * 4), (size_t)lineCount * 4);
		ok = modules_add(rom_machine(), specifier, preload, source, sourceSize, lines, lineCount, error, sizeof(error));
		free(specifier);
		free(source);
		free(lines);
	}
	if (!ok || !rom_finish(error, sizeof(error))) {
		refuse(error);
		return;
	}
	frame_start(&reply, REPLY_LINKED);
	frame_u32(&reply, XS_MAJOR_VERSION);
	frame_u32(&reply, XS_MINOR_VERSION);
	frame_u32(&reply, XS_PATCH_VERSION);
	frame_u32(&reply, (uint32_t)sizeof(void*) * 8);
	frame_u32(&reply, (uint32_t)sizeof(txSlot));
}

static void serve_create(void)
{
	BoardOptions options;
	uint32_t meter;
	uint64_t now;
	size_t at;
	char* entry;
	options.number = get_u32();
	options.heapBytes = get_u32();
	options.stackSlots = get_u32();
	options.seed = get_u32();
	options.meterLimit = get_u32();
	now = get_u64();
	entry = get_text(NULL);
	options.entry = entry;
	if ((options.number >= BOARD_LIMIT) || boards[options.number])
		fatal("machine %u cannot be created", (unsigned)options.number);
	if ((options.heapBytes < 4096) || (options.heapBytes > (1u << 30)) || (options.stackSlots < 64)
		|| (options.stackSlots > options.heapBytes / (2 * sizeof(txSlot))))
		fatal("machine %u: impossible heap or stack", (unsigned)options.number);
	frame_start(&reply, REPLY_RESULTS);
	at = start_result();
	clock_set(now);
	boards[options.number] = board_create(&options, now, &meter);
	finish_result(at, boards[options.number], meter);
	free(entry);
}

static void serve_run(void)
{
	uint32_t count;
	clock_set(get_u64());
	count = get_u32();
	frame_start(&reply, REPLY_RESULTS);
	while (count--) {
		uint32_t number, kind, length, meter;
		Board* board = get_board(&number);
		size_t at;
		kind = get_u32();
		length = get_u32();
		if (!board)
			fatal("there is no machine %u", (unsigned)number);
		at = start_result();
		board_event(board, kind, get_bytes(length), length, &meter);
		finish_result(at, board, meter);
	}
}

static void serve_stats(void)
{
	uint32_t number;
	Board* board = get_board(&number);
	if (!board)
		fatal("there is no machine %u", (unsigned)number);
	if (*get_bytes(1))
		board_collect(board);
	frame_start(&reply, REPLY_STATS);
	frame_u32(&reply, board->the ? (uint32_t)board->the->currentHeapCount : 0);
	frame_u32(&reply, board->the ? (uint32_t)board->the->currentChunksSize : 0);
	frame_u32(&reply, board->pool.peak);
	frame_u32(&reply, board->collections);
	frame_u32(&reply, board->the ? (uint32_t)(board->the->keyIndex - board->the->keyOffset) : 0);
}

static void serve_close(void)
{
	uint32_t number;
	Board* board = get_board(&number);
	if (board) {
		boards[number] = NULL;
		board_close(board);
	}
	frame_start(&reply, REPLY_CLOSED);
}

static void watchdog(int signal)
{
	static const char text[] = "watchdog: one request took longer than the limit of wall-clock time\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)ignored;
	(void)signal;
	affinity_end();
	_exit(71);
}

void protocol_serve(int input, int output, unsigned seconds)
{
	watchdogSeconds = seconds;
	frame_open(input, output);
	signal(SIGALRM, watchdog);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* Ctrl-C is for the simulator, which closes the pipe */
	while (frame_read(&request)) {
		alarm(watchdogSeconds);
		affinity_turn();
		readAt = 5;
		switch (request.bytes[4]) {
		case REQUEST_LINK:
			serve_link();
			break;
		case REQUEST_CREATE:
			serve_create();
			break;
		case REQUEST_RUN:
			serve_run();
			break;
		case REQUEST_STATS:
			serve_stats();
			break;
		case REQUEST_CLOSE:
			serve_close();
			break;
		default:
			fatal("unknown request %d", request.bytes[4]);
		}
		if ((reply.bytes[4] != REPLY_REFUSED) && (readAt != request.length))
			fatal("a request is longer than its fields");
		alarm(0);
		frame_write(&reply);
	}
}
