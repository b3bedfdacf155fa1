package org.mpnic.abi.region;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/** The C library's calls that Java lacks, by JNA direct mapping. Linux, 64 bit. */
final class Libc {
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_CLOEXEC = 0x80000;
  static final int F_OFD_GETLK = 36;
  static final int F_OFD_SETLK = 37;
  static final int FUTEX_WAIT = 0;
  static final int FUTEX_WAKE = 1;

  private static final long SYS_FUTEX = Platform.isARM() ? 98 : 202;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int open(String path, int flags, int mode);

  static native int close(int descriptor);

  static native int fcntl(int descriptor, int command, long argument);

  private static native long syscall(
      long number, long address, long operation, long value, long timeout, long unused, long bits);

  /** Reserves storage for a file's first bytes (posix_fallocate(3)); returns 0 or an errno. */
  static int reserve(int descriptor, long bytes) {
    return Function.getFunction("c", "posix_fallocate")
        .invokeInt(new Object[] {descriptor, 0L, bytes});
  }

  /** Blocks while the word has the value, until woken or the timeout (address of a timespec). */
  static void futexWait(long address, int value, long timeoutAddress) {
    syscall(SYS_FUTEX, address, FUTEX_WAIT, value, timeoutAddress, 0, 0);
  }

  /** Wakes every sleeper at the word, in any process. */
  static void futexWakeAll(long address) {
    syscall(SYS_FUTEX, address, FUTEX_WAKE, Integer.MAX_VALUE, 0, 0, 0);
  }
}
