package org.mpnic.cosim.engine;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.mpnic.cosim.lockstep.InputScript;
import org.mpnic.cosim.lockstep.OutputLog;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.cosim.lockstep.VerilatedModel;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.HostInterface;

/**
 * Runs recorded cycles of rx_top again as fast as Verilator can: a library built for speed, the
 * recorded inputs, and one call of a driver in C++ that keeps what the card writes to the host. So
 * what is measured is the RTL, and a driver whose share is measured too.
 */
public final class RtlPlayback {
  private static final int FRAMES = 0;
  private static final int COMPLETIONS = 1;

  private final NicConfig config;
  private final StagePorts ports;
  private final InputScript before;
  private final InputScript script;
  private final Path library;
  private final Signal writeValid;
  private final Signal writeAddress;
  private final Signal writeBytes;
  private final Signal writeData;
  private final Signal completionValid;
  private final Signal completionQueue;
  private final Signal completionEntries;
  private final CompletionReader entries;
  private final OutputLog log;
  private final int bytesBits;
  private long driverNanoseconds;

  /** Builds the library, and runs once, for the results. */
  RtlPlayback(
      NicConfig config,
      StagePorts recorded,
      InputScript before,
      InputScript script,
      int packets,
      int frameBytes) {
    this.config = config;
    this.before = before;
    this.script = script;
    ports = recorded.withoutOutputs();
    int count = config.ports();
    bytesBits = Bits.of(config.maxPayloadBytes());
    writeValid = ports.output("dut.write_valid_o", count);
    writeAddress = ports.output("dut.write_address_o", 64 * count);
    writeBytes = ports.output("dut.write_bytes_o", bytesBits * count);
    writeData = ports.output("dut.write_data_o", 8 * config.maxPayloadBytes() * count);
    completionValid = ports.output("dut.completion_valid_o", 1);
    completionQueue = ports.output("dut.completion_queue_o", Bits.ofIndex(config.queues()));
    completionEntries = ports.output("dut.completion_entries_o", Bits.of(config.completionBatch()));
    Signal data = ports.output("dut.completion_data_o", 512 * config.completionBatch());
    entries = new CompletionReader(data);
    library = VerilatedBuild.fast(RtlEngine.home()).library(ports, false);
    int tlps = (frameBytes + config.maxPayloadBytes() - 1) / config.maxPayloadBytes();
    long room = (long) packets * (tlps + 1) * (ports.outputWords() + 1);
    Signal[] firsts = {writeValid, completionValid};
    log = new OutputLog(firsts, new Signal[] {writeData, data}, room);
    play();
    long[] last = new long[1];
    log.read((watch, cycle, words) -> last[0] = cycle);
    script.cut((int) last[0] + 1);
    play();
  }

  /** Cycles from the begin of what is of interest to the last write to the host. */
  public long cycles() {
    return script.cycles();
  }

  /**
   * Runs the cycles from a card at cycle 0.
   *
   * @return processor time of the cycles of interest, ns; what comes before is not counted
   */
  public long play() {
    try (VerilatedModel model = VerilatedModel.player(library, ports)) {
      model.play(before, log);
      long start = now();
      model.play(script, log);
      return now() - start;
    }
  }

  /** Processor time of the driver alone for the same cycles, ns. */
  public long driverNanoseconds() {
    if (driverNanoseconds == 0) {
      try (VerilatedModel model = VerilatedModel.player(library, ports)) {
        long start = now();
        model.playWithoutModel(script, log);
        driverNanoseconds = now() - start;
      }
      // Its log has no results.
      play();
    }
    return driverNanoseconds;
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /**
   * Gives what the last run has written to a host: frames' bytes and completions, each visible in
   * the cycle, counted from the first of interest, in which its write has started.
   */
  public void results(HostInterface host) {
    byte[] tlp = new byte[config.maxPayloadBytes()];
    log.read(
        (watch, cycle, words) -> {
          Outputs outputs = new Outputs(words, log.first(watch));
          if (watch == FRAMES) {
            frames(outputs, tlp, host);
          } else if (watch == COMPLETIONS) {
            int queue = outputs.getInt(completionQueue);
            int count = outputs.getInt(completionEntries);
            for (int i = 0; i < count; i++) {
              host.publish(queue, entries.read(outputs, i), cycle, i == count - 1);
            }
          }
        });
  }

  private void frames(Outputs outputs, byte[] tlp, HostInterface host) {
    for (int port = 0; port < config.ports(); port++) {
      if ((outputs.get(writeValid) >>> port & 1) != 0) {
        int bytes = (int) outputs.bits(writeBytes, bytesBits * port, bytesBits);
        outputs.bytes(writeData, tlp.length * port, tlp, bytes);
        host.write(outputs.word(writeAddress, port), tlp, 0, bytes);
      }
    }
  }
}
