package org.mpnic.cosim.header;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.ConnectionTracker;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxParser;
import org.mpnic.model.rx.SubflowTracker;

/**
 * {@link NicConfig} as parameters of the RTL, with the same names after case conversion. The
 * default card's are rendered as package {@code mpnic_config_pkg}.
 */
public final class RtlParameters {
  /** Where the rendered package stands, from the module's folder. */
  public static final String FILE = "rtl/mpnic_config_pkg.sv";

  /** Before the names of parameters of the transmit side. */
  private static final String TRANSMIT = "TX_";

  private static final int KEY_BITS = 320;

  private static final Set<String> NOT_OF_TOP =
      Set.of(
          "CLOCK_HZ",
          "TABLE_ACCESSES_PER_CYCLE",
          "HOST_LATENCY_CYCLES",
          "PCIE_GENERATION",
          "PCIE_LANES",
          "READ_LATENCY_CYCLES",
          "FIRMWARE_EVENT_CYCLES");

  private static final Set<String> OF_TRANSMIT_PATH =
      Set.of(
          "PORTS",
          "BEAT_BYTES",
          "MAX_FRAME_BYTES",
          "TABLE_READ_LATENCY_CYCLES",
          "TX_QUEUES",
          "TX_DESCRIPTOR_CACHE",
          "TX_SUBFLOWS",
          "TX_CONNECTIONS",
          "TX_SLICE_FIFO_DEPTH",
          "TX_READ_REQUEST_BYTES",
          "TX_READ_REQUESTS",
          "TX_CHECKSUM_BUFFER_BEATS",
          "TX_COMPLETION_BATCH",
          "TX_COMPLETION_IDLE_CYCLES");

  /** Besides those of tx_path. */
  private static final Set<String> OF_TRANSMIT_TOP =
      Set.of(
          "QUARANTINE_ERRORS",
          "TX_RING_ENTRIES",
          "TX_FETCH_BATCH",
          "TX_FETCH_OUTSTANDING",
          "TX_BUFFERS_PER_FRAME",
          "TX_SUBFLOWS_PER_CONNECTION",
          "TX_SCHEDULE_BYTES",
          "TX_RETRY_CYCLES");

  private RtlParameters() {}

  /**
   * Writes {@link #FILE} anew; argument: the module's folder.
   *
   * @throws IOException when the file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0], FILE), render());
  }

  /**
   * Every parameter that the RTL can take, its value as SystemVerilog, and the latencies of the
   * stages that follow. Rates of ports are not among them: beats come as they come.
   */
  public static Map<String, String> of(NicConfig config) {
    Map<String, String> parameters = new LinkedHashMap<>();
    putComponents(parameters, "", config);
    putComponents(parameters, TRANSMIT, config.transmit());
    parameters.put("HEADER_INTERVAL_CYCLES", "" + config.headerIntervalCycles());
    parameters.put("LINK_TICKS_PER_256_BYTES", "" + config.linkTicksPer256Bytes());
    parameters.put("COMPLETION_ENTRIES", "" + config.completionEntries());
    parameters.put("RX_PARSER_CYCLES", "" + RxParser.latencyCycles(config));
    parameters.put("RX_CHECKSUM_CYCLES", "" + RxChecksum.latencyCycles(config));
    parameters.put("FLOW_TABLE_CYCLES", "" + FlowTable.latencyCycles(config));
    parameters.put("SUBFLOW_TRACKER_CYCLES", "" + SubflowTracker.latencyCycles(config));
    parameters.put("DSS_MAPPER_CYCLES", "" + DssMapper.latencyCycles(config));
    parameters.put("CONNECTION_TRACKER_CYCLES", "" + ConnectionTracker.latencyCycles(config));
    return parameters;
  }

  private static void putComponents(Map<String, String> parameters, String prefix, Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value;
      try {
        value = component.getAccessor().invoke(record);
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
      String name = prefix + rtlName(component.getName());
      if (value instanceof String key) {
        parameters.put(name, KEY_BITS + "'h" + key);
      } else if (value instanceof Number number && number.longValue() <= Integer.MAX_VALUE) {
        parameters.put(name, value.toString());
      }
    }
  }

  /** The parameters of module rx_top: all but those that are the host's or the processor's. */
  public static Map<String, String> ofTop(NicConfig config) {
    Map<String, String> parameters = of(config);
    parameters.keySet().removeAll(NOT_OF_TOP);
    parameters.keySet().removeIf(name -> name.startsWith(TRANSMIT));
    return parameters;
  }

  /** The parameters of module tx_path. */
  public static Map<String, String> ofTransmitPath(NicConfig config) {
    Map<String, String> parameters = of(config);
    parameters.keySet().retainAll(OF_TRANSMIT_PATH);
    parameters.put("WIRE_NUMERATOR", "" + config.wireNumerator());
    parameters.put("WIRE_DENOMINATOR", "" + config.wireDenominator());
    parameters.put("CYCLES_PER_MILLISECOND", "" + config.clockHz() / 1000);
    return parameters;
  }

  /** The parameters of module tx_top. */
  public static Map<String, String> ofTransmitTop(NicConfig config) {
    Map<String, String> parameters = of(config);
    parameters.keySet().retainAll(OF_TRANSMIT_TOP);
    parameters.putAll(ofTransmitPath(config));
    parameters.put("TX_MAX_BYTES", "" + config.maxTransmitBytes());
    return parameters;
  }

  /** The package of the default card. */
  public static String render() {
    StringBuilder text = new StringBuilder();
    text.append("// Generated by org.mpnic.cosim.header.RtlParameters: do not edit.\n");
    text.append("package mpnic_config_pkg;\n");
    of(NicConfig.DEFAULT)
        .forEach(
            (name, value) -> {
              boolean isKey = value.contains("'h");
              text.append("  localparam ").append(isKey ? "logic [319:0] " : "int ");
              text.append(name).append(" = ").append(value).append(";\n");
            });
    return text.append("endpackage : mpnic_config_pkg\n").toString();
  }

  private static String rtlName(String name) {
    return name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }
}
