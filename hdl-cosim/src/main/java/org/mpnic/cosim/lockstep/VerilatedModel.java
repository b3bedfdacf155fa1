package org.mpnic.cosim.lockstep;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A verilated stage behind the C functions of shim.cpp, by JNA: many cycles a call over two shared
 * buffers. What an assertion says is kept once for all that are open of one library.
 */
public final class VerilatedModel implements AutoCloseable {
  /** RTLD_NOW: not global, because every library has a class Vtop of its own. */
  private static final int OWN_SYMBOLS = 2;

  private static final int NO_STOP = -1;

  private final Shim shim;
  private final Pointer handle;
  private final Memory inputs;
  private final Memory outputs;
  private final int wordsOut;

  /**
   * Opens a library; the first cycle is the one after reset.
   *
   * @param cycles most cycles of a call
   * @param wave waveform file of a traced library, or null
   */
  public VerilatedModel(Path library, StagePorts ports, int cycles, String wave) {
    this.shim =
        Native.load(library.toString(), Shim.class, Map.of(Library.OPTION_OPEN_FLAGS, OWN_SYMBOLS));
    this.inputs = new Memory(8L * ports.inputWords() * cycles);
    this.outputs = new Memory(8L * ports.outputWords() * cycles);
    this.wordsOut = ports.outputWords();
    this.handle = shim.cosimOpen(wave);
  }

  /** Opens a library to {@link #play} only; the first cycle is the one after reset. */
  public static VerilatedModel player(Path library, StagePorts ports) {
    return new VerilatedModel(library, ports, 1, null);
  }

  /**
   * Runs so many cycles.
   *
   * @param words inputs of the cycles
   * @param count words that count
   * @param results receives the outputs of the cycles
   * @return cycles that were run; fewer when an assertion failed in the last of them
   */
  int run(int cycles, long[] words, int count, long[] results) {
    return run(cycles, words, 0, count, NO_STOP, results);
  }

  /**
   * Runs so many cycles, or fewer: to the one in which an output is not 0.
   *
   * @param words inputs
   * @param from index of the first cycle's first word
   * @param count words that count
   * @param stop the output, one word
   * @param results receives the outputs of the cycles
   * @return cycles that were run; the last one is to be looked at for a {@link #failure}, too
   */
  public int runTo(int cycles, long[] words, int from, int count, Signal stop, long[] results) {
    return run(cycles, words, from, count, stop.at(), results);
  }

  private int run(int cycles, long[] words, int from, int count, int stopWord, long[] results) {
    inputs.write(0, words, from, count);
    int done = shim.cosimRun(handle, inputs, outputs, cycles, stopWord);
    outputs.read(0, results, 0, done * wordsOut);
    return done;
  }

  /**
   * Looks at the outputs of the coming cycle for given inputs; no time passes.
   *
   * @param words inputs of a cycle
   * @param results receives the outputs
   */
  public void peek(long[] words, long[] results) {
    inputs.write(0, words, 0, words.length);
    shim.cosimPeek(handle, inputs, outputs);
    outputs.read(0, results, 0, wordsOut);
  }

  /**
   * Plays a script in one call.
   *
   * @param log receives the outputs that are watched
   */
  public void play(InputScript script, OutputLog log) {
    log.used(
        shim.cosimPlay(
            handle,
            script.memory(),
            script.words(),
            log.watches(),
            log.watchCount(),
            log.memory(),
            log.room(),
            1));
  }

  /**
   * Does what a play does beside the model's own work.
   *
   * @param log as a play of the script has left it
   */
  public void playWithoutModel(InputScript script, OutputLog log) {
    shim.cosimPlay(
        handle,
        script.memory(),
        script.words(),
        log.watches(),
        log.watchCount(),
        log.memory(),
        log.used(),
        0);
  }

  /** What the failed assertion said, or null. */
  public String failure() {
    return shim.cosimFailure(handle);
  }

  @Override
  public void close() {
    shim.cosimClose(handle);
  }

  /** The functions of shim.cpp. */
  interface Shim extends Library {
    Pointer cosimOpen(String wave);

    int cosimRun(Pointer handle, Pointer inputs, Pointer outputs, int cycles, int stopWord);

    long cosimPlay(
        Pointer handle,
        Pointer script,
        long scriptWords,
        Pointer watches,
        int watchCount,
        Pointer log,
        long logWords,
        int evaluates);

    void cosimPeek(Pointer handle, Pointer inputs, Pointer outputs);

    String cosimFailure(Pointer handle);

    void cosimClose(Pointer handle);
  }
}
