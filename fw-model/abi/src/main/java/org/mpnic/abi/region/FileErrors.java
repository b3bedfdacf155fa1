package org.mpnic.abi.region;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Words for what goes wrong with files: Java's messages often are the path alone. */
final class FileErrors {
  /** Operation not permitted. */
  static final int EPERM = 1;

  /** No such file or directory. */
  static final int ENOENT = 2;

  /** Interrupted system call. */
  static final int EINTR = 4;

  /** Try again: a lock is held. */
  static final int EAGAIN = 11;

  /** Permission denied. */
  static final int EACCES = 13;

  /** File exists. */
  static final int EEXIST = 17;

  /** No space left on device. */
  static final int ENOSPC = 28;

  /** Read-only file system. */
  static final int EROFS = 30;

  private FileErrors() {}

  static String text(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e.getMessage();
  }

  static String text(int errno) {
    return switch (errno) {
      case EPERM, EACCES -> "permission denied";
      case ENOENT -> "no such file or directory";
      case EEXIST -> "it exists";
      case ENOSPC -> "no space left";
      case EROFS -> "read-only file system";
      default -> "errno " + errno;
    };
  }
}
