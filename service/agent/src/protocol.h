/* The numbers of the frame format; README.md is its reference. */
#ifndef PROTOCOL_H
#define PROTOCOL_H

enum {
    PROTOCOL_VERSION = 3,
    FRAME_HEADER = 5,                         /* u8 type, u32 payload length */
    MAX_HOST_PAYLOAD = 1024 * 1024,
    MAX_AGENT_PAYLOAD = 64 * 1024 - FRAME_HEADER,
    MAX_QUEUE_BYTES = 64 * 1024 * 1024,
    STDIN_WINDOW = 256 * 1024,
    OUTGOING_PAUSE = 256 * 1024,              /* above it the program's output waits */
    OUTGOING_LIMIT = 512 * 1024,              /* above it the host's frames wait too */
    NO_PHASE = 255,
    MAX_COLLECTED = 1000,                     /* files of one COLLECT */
    MAX_PATTERNS = 256,
};

enum host_frame {
    HOST_FILE = 0x01,
    HOST_EXEC = 0x02,
    HOST_STDIN = 0x03,
    HOST_STDIN_END = 0x04,
    HOST_SIGNAL = 0x05,
    HOST_RESIZE = 0x06,
    HOST_GRANT = 0x07,
    HOST_STOP = 0x08,
    HOST_PING = 0x09,
    HOST_COLLECT = 0x0a,
    HOST_RESET = 0x0b,
    HOST_PREPARE = 0x0c,
};

enum agent_frame {
    AGENT_READY = 0x81,
    AGENT_STARTED = 0x82,
    AGENT_STDOUT = 0x83,
    AGENT_STDERR = 0x84,
    AGENT_EXIT = 0x85,
    AGENT_FAILED = 0x86,
    AGENT_STDIN_ACK = 0x87,
    AGENT_PONG = 0x88,
    AGENT_WARN = 0x89,
    AGENT_FILE_BEGIN = 0x8a,
    AGENT_FILE_DATA = 0x8b,
    AGENT_COLLECTED = 0x8c,
    AGENT_RESET_DONE = 0x8d,
    AGENT_PREPARED = 0x8e,
    AGENT_WAITING = 0x8f,
};

enum cause {
    CAUSE_NONE = 0,
    CAUSE_CPU = 1,
    CAUSE_WALL = 2,
    CAUSE_IDLE = 3,
    CAUSE_MEMORY = 4,
    CAUSE_PROCESSES = 5,
    CAUSE_DISK = 6,
    CAUSE_CANCELLED = 7,
    CAUSE_OUTPUT = 8,
    CAUSE_SKIPPED = 9,
    CAUSE_HARD = 10,
    CAUSE_FILES = 11,
    CAUSE_FILE_SIZE = 12,
};

enum failure {
    FAILURE_NONE = 0,
    FAILURE_PATH = 1,
    FAILURE_SPACE = 2,
    FAILURE_NOT_FOUND = 3,
    FAILURE_NOT_EXECUTABLE = 4,
    FAILURE_PROTOCOL = 5,
    FAILURE_INTERNAL = 6,
    FAILURE_TERMINAL = 7,
};

enum warning {
    WARNING_LONG_LINE = 1,
    WARNING_NO_INPUT = 2,
    WARNING_NO_NETWORK = 3,
    WARNING_LEFT_OUT = 4,
    WARNING_PROCESSES = 5,
};

enum file_flag { FILE_EXECUTABLE = 1, FILE_APPEND = 2 };

enum collected_flag { COLLECTED_LEFT_OUT = 1 };

enum reset_mode { RESET_PROCESSES = 0, RESET_WIPE = 1 };

enum exec_flag {
    EXEC_TERMINAL = 1,
    EXEC_STDIN = 2,
    EXEC_ONLY_IF_OK = 4,
    EXEC_INTERACTIVE = 8,
    EXEC_STDIN_PIPE = 16,
    EXEC_PREPARED = 32,
    EXEC_COPIED = 64,
    EXEC_GATHERED = 128,
};

#endif
