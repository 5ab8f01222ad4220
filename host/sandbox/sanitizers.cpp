/// What the thread sanitizer must know of libraries that were built without it, gRPC above all: it cannot see the order that their
/// atomics make. Part of sanitized builds only.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options() { return "ignore_noninstrumented_modules=1"; }
