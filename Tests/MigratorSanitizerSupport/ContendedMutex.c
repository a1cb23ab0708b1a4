// Shows the thread sanitizer the standard library's Mutex where threads wait for it.
//
// The way in without waiting is inlined and instrumented; the way with waiting lies in the library, which is not, so
// that each hold after a wait looks like a race. These stand in front of it, in builds with the sanitizer only.

#if defined(__linux__) && defined(__has_feature)
#if __has_feature(thread_sanitizer)

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle

// Of Synchronization._MutexHandle.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *);
void __tsan_release(void *);

SWIFT void migrator_mutex_lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool migrator_mutex_try_lock(SELF) __asm__(TRY_LOCK);
SWIFT void migrator_mutex_unlock(SELF) __asm__(UNLOCK);

SWIFT void migrator_mutex_lock(uint32_t thread, SELF) {
    ((SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK))(thread, handle);
    __tsan_acquire(handle);
}

SWIFT bool migrator_mutex_try_lock(SELF) {
    bool is_held = ((SWIFT bool (*)(SELF))dlsym(RTLD_NEXT, TRY_LOCK))(handle);
    if (is_held) __tsan_acquire(handle);
    return is_held;
}

SWIFT void migrator_mutex_unlock(SELF) {
    __tsan_release(handle);
    ((SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK))(handle);
}

#endif
#endif
