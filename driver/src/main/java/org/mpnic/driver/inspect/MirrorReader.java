package org.mpnic.driver.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.ConnectionRecordFlyweight;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.SubflowRecordFlyweight;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.driver.stream.Endpoint;

/** Reads the firmware's mirror of connections and subflows; a record may change meanwhile. */
final class MirrorReader {
  private static final int FREE = 0;
  private static final int CLOSED = 2;
  private static final int REPLACED = 3;

  private final RegionFile file;

  MirrorReader(RegionFile file) {
    this.file = file;
  }

  List<ConnectionState> connections() {
    Map<Integer, List<ConnectionState.SubflowState>> subflows = subflowsByConnection();
    List<ConnectionState> connections = new ArrayList<>();
    ConnectionRecordFlyweight record = new ConnectionRecordFlyweight();
    for (int place = 0; place < file.spec().connections(); place++) {
      record.wrap(file.memory(), file.layout().connection(place));
      if (record.state() != FREE) {
        connections.add(connection(record, subflows.getOrDefault(record.connection(), List.of())));
      }
    }
    return connections;
  }

  private static ConnectionState connection(
      ConnectionRecordFlyweight record, List<ConnectionState.SubflowState> subflows) {
    FlowKind kind = FlowKind.of(record.kind());
    boolean hasToken = (record.flags() >>> ConnectionRecord.HAS_TOKEN_SHIFT & 1) != 0;
    return new ConnectionState(
        record.connection(),
        kind == null ? "kind_" + record.kind() : kind.label(),
        record.state() == CLOSED ? "closed" : "open",
        hasToken ? record.version() : null,
        hasToken ? String.format("%08x", record.token()) : null,
        (record.flags() >>> ConnectionRecord.CHECKSUM_REQUIRED_SHIFT & 1) != 0,
        record.queue(),
        Long.toUnsignedString(record.rcvNxtDsn()),
        record.frames(),
        record.payloadBytes(),
        subflows);
  }

  private Map<Integer, List<ConnectionState.SubflowState>> subflowsByConnection() {
    Map<Integer, List<ConnectionState.SubflowState>> byConnection = new HashMap<>();
    SubflowRecordFlyweight record = new SubflowRecordFlyweight();
    for (int place = 0; place < file.spec().subflows(); place++) {
      record.wrap(file.memory(), file.layout().subflow(place));
      if (record.state() != FREE) {
        byConnection
            .computeIfAbsent(record.connection(), key -> new ArrayList<>())
            .add(subflow(record));
      }
    }
    return byConnection;
  }

  private static ConnectionState.SubflowState subflow(SubflowRecordFlyweight record) {
    boolean ipv6 = record.isIpv6() != 0;
    return new ConnectionState.SubflowState(
        record.subflow() & CompletionLayout.SUBFLOW_ID_MASK,
        record.subflow() >>> CompletionLayout.SUBFLOW_GENERATION_SHIFT,
        state(record.state()),
        new Endpoint(ipv6, record.sourceHigh(), record.sourceLow(), record.sourcePort()).toString(),
        new Endpoint(
                ipv6, record.destinationHigh(), record.destinationLow(), record.destinationPort())
            .toString(),
        Integer.toUnsignedLong(record.rcvNxtSsn()),
        record.frames(),
        record.payloadBytes());
  }

  private static String state(int code) {
    return switch (code) {
      case 1 -> "programmed";
      case CLOSED -> "closed";
      case REPLACED -> "replaced";
      default -> "state_" + code;
    };
  }
}
