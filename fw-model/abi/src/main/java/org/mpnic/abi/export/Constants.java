package org.mpnic.abi.export;

import java.util.List;
import org.mpnic.abi.AbiLimits;
import org.mpnic.abi.AbiVersion;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;

/** Single numbers of the host interface that are in no table. */
final class Constants {
  static final List<Constant> ALL =
      List.of(
          new Constant("ABI_MAJOR", AbiVersion.MAJOR, "major version: must be the same"),
          new Constant("ABI_MINOR", AbiVersion.MINOR, "minor version: only adds"),
          new Constant("MAX_PORTS", AbiLimits.MAX_PORTS, "elements of per-port arrays"),
          new Constant("MAX_QUEUES", AbiLimits.MAX_QUEUES, "elements of per-queue arrays"),
          new Constant(
              "INDIRECTION_ENTRIES", AbiLimits.INDIRECTION_ENTRIES, "RSS indirection table"),
          new Constant("ADMIN_DATA_BYTES", AbiLimits.ADMIN_DATA_BYTES, "both halves together"),
          new Constant("NO_ID", CompletionLayout.NO_ID, "connection or subflow is not known"),
          new Constant("ALL_PORTS", AdminLayout.ALL_PORTS, "target of CAPTURE_LOAD"),
          new Constant("CAPTURE_RATE", AdminLayout.CAPTURE_RATE, "flag of CAPTURE_LOAD"),
          new Constant("AS_CAPTURED", AdminLayout.AS_CAPTURED, "flag of CAPTURE_LOAD"),
          new Constant("REASON_LIMIT", Reason.LIMIT, "elements of per-reason arrays"),
          new Constant("COUNTERS", CounterTable.COUNT, "u64 words of the counter section"));

  private Constants() {}

  /** One number. */
  record Constant(String name, int value, String meaning) {}
}
