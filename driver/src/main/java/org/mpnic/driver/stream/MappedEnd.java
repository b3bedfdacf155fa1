package org.mpnic.driver.stream;

/** Where the mappings of a subflow end: behind it data may go on without mappings. */
final class MappedEnd {
  /** Subflow sequence number behind the last byte that has a mapping. */
  long ssn = 1;

  /** 64-bit DSN there. */
  long dsn;

  /** A mapping ends here. */
  void note(long endSsn, long endDsn) {
    if (endSsn > ssn) {
      ssn = endSsn;
      dsn = endDsn;
    }
  }
}
