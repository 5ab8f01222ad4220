/// What sanitizers must know of libraries that were built without them. The functions are theirs, and do nothing in another build.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options()
{
    return "ignore_noninstrumented_modules=1"; // the order that the atomics of gRPC and OpenSSL make cannot be seen
}

extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions()
{
    return "leak:libcares.so\n"; // each failed look-up leaves ten bytes
}
