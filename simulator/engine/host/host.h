/* What the files of the engine host share. */
#ifndef KITH_HOST_H
#define KITH_HOST_H

#include "xsAll.h"
#include "xsScript.h"
#include "crypto.h"

/* Bytes: longest event, post or call. Same figure in types.ts. */
#define MESSAGE_LIMIT (1 << 20)
/* Bytes that a machine may post in one run, headers included. Same figure in types.ts. */
#define POST_LIMIT (16 << 20)
/* Bytes: longest frame of the protocol in either direction. */
#define FRAME_LIMIT (1 << 28)
/* Frames kept of a crashed machine's call stack. */
#define TRACE_LIMIT 32
/* Bytes of a crash message, of a specifier, of a function's name; longer ones are cut. */
#define MESSAGE_TEXT 512
#define NAME_TEXT 128
/* Machines of one process. */
#define BOARD_LIMIT 4096
#define MODULE_LIMIT 1024

/* pool.c: the memory of one machine */
typedef struct KithPool {
	uint8_t* start;
	uint8_t* chunks; /* end of what chunks have, grows up */
	uint8_t* slots; /* start of what slots have, grows down */
	uint8_t* end;
	uint32_t peak; /* most bytes ever handed out */
	bool fixed; /* of a board; the ROM machine's pool is the other kind */
} KithPool;
extern bool pool_open(KithPool* pool, uint32_t bytes, bool fixed);
extern void pool_close(KithPool* pool);
extern void pool_protect(KithPool* pool);

/* lines.c: where a bytecode address is in the TypeScript source */
typedef struct LineEntry {
	uint32_t offset; /* in the module's bytecode: this line holds from here to the next entry */
	uint32_t line;
} LineEntry;
typedef struct FunctionEntry {
	uint32_t offset;
	uint32_t size;
} FunctionEntry;
typedef struct LineTable {
	LineEntry* lines;
	uint32_t lineCount;
	FunctionEntry* functions;
	uint32_t functionCount;
} LineTable;
extern bool lines_build(LineTable* table, const txScript* plain, const txScript* debug, const uint32_t* map,
	uint32_t mapCount);
extern bool lines_locate(txMachine* the, txSlot* function, const txByte* code, bool called, txID* moduleID,
	uint32_t* line);

/* modules.c: the guest's modules */
typedef struct Module {
	char* specifier;
	bool preload;
	txScript* script;
	LineTable table;
	txID id; /* of the specifier, in the ROM machine's key table */
} Module;
extern bool modules_add(txMachine* the, char* specifier, bool preload, char* source, uint32_t sourceSize,
	const uint32_t* map, uint32_t mapCount, char* error, size_t errorSize);
extern Module* modules_find(const char* specifier);
extern void modules_intern(txMachine* the);
extern Module* modules_at(int index);
extern void modules_import(txMachine* the, const char* specifier);
extern void modules_missing(char* text, size_t size);

/* rom.c: the machine that all boards share */
extern txMachine* rom_machine(void);
extern void rom_open(void);
extern bool rom_finish(char* error, size_t errorSize);

/* freeze.c */
extern void freeze_machine(txMachine* the);

/* trace.c: call stacks */
typedef struct TraceFrame {
	char module[NAME_TEXT];
	char function[NAME_TEXT];
	uint32_t line;
} TraceFrame;
typedef struct Trace {
	TraceFrame frames[TRACE_LIMIT];
	int count;
} Trace;
extern void trace_machine(txMachine* the, Trace* trace);
extern void trace_error(txMachine* the, txSlot* exception, Trace* trace);
extern void trace_message(txMachine* the, txSlot* exception, char* text, size_t size);

/* random.c */
typedef struct Random {
	uint32_t state[4];
} Random;
extern void random_seed(Random* random, uint32_t seed);
extern uint32_t random_next(Random* random);

/* board.c: one machine of the simulator. The status is how it died; 0 while it lives. Same order as CRASH_KINDS. */
enum {
	ALIVE = 0,
	MEMORY_FULL,
	STACK_OVERFLOW,
	ENDLESS_LOOP,
	UNCAUGHT_ERROR,
	UNHANDLED_REJECTION,
	OUT_OF_KEYS,
	ENGINE_FAULT,
};
typedef struct Board {
	txMachine* the;
	KithPool pool;
	uint32_t number;
	uint64_t bootUs;
	Random random; /* of host.fillRandom */
	Random mathRandom;
	KeyRing keys; /* of host.crypto */
	uint32_t meterLimit;
	uint32_t collections;
	bool listening;
	txSlot buffer; /* roots that XS knows through fxRemember */
	txSlot callback;
	txSlot sentinel; /* a host object whose marker counts the collections */
	int status;
	char message[MESSAGE_TEXT];
	Trace trace;
} Board;
typedef struct BoardOptions {
	uint32_t number;
	uint32_t heapBytes; /* of this host: scaled already */
	uint32_t stackSlots;
	uint32_t seed;
	uint32_t meterLimit;
	const char* entry;
} BoardOptions;
extern Board* board_create(const BoardOptions* options, uint64_t nowUs, uint32_t* meter);
extern void board_event(Board* board, uint32_t kind, const uint8_t* bytes, uint32_t length, uint32_t* meter);
extern void board_collect(Board* board);
extern void board_close(Board* board);
extern void board_kill(Board* board, int status, const char* message);
/* The board whose code is running, NULL while the ROM machine is built. */
extern Board* board_current;

/* clock.c */
extern void clock_set(uint64_t nowUs);
extern int32_t clock_milliseconds(void);

/* guest-arguments.c: what the functions of `host` are called with; they throw what the guest can catch */
typedef struct View {
	uint8_t* bytes;
	uint32_t size;
} View;
/* The bytes of a Uint8Array. They move when XS collects: use them before anything is allocated. */
extern View guest_view(txMachine* the, txSlot* slot, bool write);
extern View guest_view_argument(txMachine* the, int index, bool write);
extern int32_t guest_integer(txMachine* the, int index);
/* How many of the first bytes of `view` count: from 0 to `limit`, and no more than there are. */
extern uint32_t guest_length(txMachine* the, int index, View view, uint32_t limit);
extern void guest_return(txMachine* the, int32_t value);

/* guest-crypto.c: `host.crypto`, behind the last property of `host` */
extern void guest_crypto_build(txMachine* the, txSlot* property);

/* guest-api.c: the guest's global `host` */
extern Board* guest_board(txMachine* the);
extern void guest_api_build(txMachine* the);
extern bool guest_receive(Board* board, const uint8_t* bytes, uint32_t length, uint32_t* capacity);

/* frames.c: bytes from and to the pipes */
typedef struct Buffer {
	uint8_t* bytes;
	size_t length;
	size_t capacity;
} Buffer;
extern void frame_open(int input, int output);
extern bool frame_read(Buffer* buffer); /* false at the end of the input */
extern void frame_write(Buffer* buffer);
extern void frame_start(Buffer* buffer, uint8_t type);
extern void frame_bytes(Buffer* buffer, const void* bytes, size_t length);
extern void frame_u32(Buffer* buffer, uint32_t value);
extern void frame_text(Buffer* buffer, const char* text);

/* protocol.c: what the TypeScript side asks */
extern bool protocol_post(uint32_t kind, const uint8_t* bytes, uint32_t length);
extern int32_t protocol_call(Board* board, uint32_t kind, uint8_t* bytes, uint32_t length, uint32_t capacity);
extern void protocol_serve(int input, int output, unsigned seconds);

/* affinity.c: begin once, turn with each request; end also from a signal handler */
extern void affinity_begin(bool near);
extern void affinity_end(void);
extern void affinity_turn(void);

/* nonce-watch.c: from `begin` on, ends the process where a machine seals with a pair that was used before */
extern void nonce_watch_begin(void);
extern void nonce_watch(const Ccm* ccm, uint32_t machine);

/* main.c */
extern void fatal(const char* format, ...) __attribute__((noreturn, format(printf, 1, 2)));
extern void* host_alloc(size_t size);

#endif
