package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.StageUnderTest;
import org.mpnic.model.table.ContextArray;

/**
 * A verilated stage as the contract tests drive it.
 *
 * <p>The model's stage answers at once; every word, write and answer of the outside is kept. {@link
 * #verify} then drives the very same words and writes, in the same cycles, into model and RTL, and
 * fails unless (1) the model makes the same of each word as it did for the contract, in every
 * field, and (2) in every cycle every output of the RTL that the stage's twin compares equals the
 * model's: valid in all cycles, data while valid. So what the contract asserted of words, of their
 * cycles and of what leaves them holds for the RTL, as far as it shows at the module's ports.
 */
final class RtlStage implements StageUnderTest {
  private record Place(String table, long cycle) {}

  private record Write(String table, long cycle, int entry, long[] words) {}

  private record Token(HeaderWord before, HeaderWord after, int beats) {}

  private final String stage;
  private final NicConfig config;
  private final StageUnderTest model;
  private final boolean ofBeats;
  private final Map<Long, Token> tokens = new HashMap<>();
  private final Map<String, Long> lastWrites = new HashMap<>();
  private final List<Write> writes = new ArrayList<>();
  private final Map<Long, Boolean> busy = new HashMap<>();
  private final Map<Long, Integer> refusals = new HashMap<>();
  private long lastCycle = -1;

  /**
   * A stage.
   *
   * @param stage name of its RTL module
   * @param model the model's stage with the same parameters
   * @param ofBeats the stage carries beats: a word is the frame whose last beat enters in its cycle
   */
  RtlStage(String stage, NicConfig config, StageUnderTest model, boolean ofBeats) {
    this.stage = stage;
    this.config = config;
    this.model = model;
    this.ofBeats = ofBeats;
  }

  /** Keeps what the control processor answered to the event of a word. */
  boolean event(HeaderWord word, boolean taken) {
    busy.put(word.grantCycle, !taken);
    return taken;
  }

  /** Keeps what the queue answered to a word that wants buffers. */
  int buffers(HeaderWord word, int refusal) {
    refusals.put(word.grantCycle, refusal);
    word.bufferCount =
        refusal == 0 ? (word.frameBytes + config.bufferBytes() - 1) / config.bufferBytes() : 0;
    return refusal;
  }

  @Override
  public int latencyCycles() {
    return model.latencyCycles();
  }

  @Override
  public void write(String table, long cycle, int entry, long... words) {
    long effective = Math.max(cycle, lastWrites.getOrDefault(table, -1L) + 1);
    lastWrites.put(table, effective);
    writes.add(new Write(table, effective, entry, words.clone()));
    model.write(table, cycle, entry, words);
  }

  @Override
  public long[] run(List<HeaderWord> words) {
    List<HeaderWord> before = words.stream().map(RtlStage::copy).toList();
    long[] left = model.run(words);
    for (int i = 0; i < left.length; i++) {
      HeaderWord word = words.get(i);
      int beats = ofBeats ? (word.frameBytes - 1) / config.beatBytes() + 1 : 1;
      long first = word.grantCycle - beats + 1;
      assertThat(first).as("first beat behind the last one before").isGreaterThan(lastCycle);
      lastCycle = word.grantCycle;
      tokens.put(first, new Token(before.get(i), copy(word), beats));
    }
    return left;
  }

  /** Runs model and RTL on what the contract drove; fails at the first difference. */
  void verify() {
    if (tokens.isEmpty()) {
      return;
    }
    CosimReport report =
        new Lockstep(
                new VerilatedBuild(Path.of("").toAbsolutePath(), null),
                seed -> {
                  GuidedTwin twin = (GuidedTwin) StageTwins.of(stage).make(config, seed, 0);
                  twin.follow(new Given());
                  return twin;
                },
                1)
            .run(null, null);
    assertThat(report.first()).as("first difference of RTL and model").isNull();
    long beats = tokens.values().stream().mapToLong(Token::beats).sum();
    assertThat(report.boundaries().values()).as("beats compared").allMatch(n -> n == beats);
  }

  /** What was kept, for one run of the twin. */
  private final class Given implements GivenInput {
    private final Map<Place, Write> byCycle = new HashMap<>();
    private final ArrayDeque<Token> entered = new ArrayDeque<>();

    Given() {
      writes.forEach(write -> byCycle.put(new Place(write.table, write.cycle), write));
    }

    @Override
    public long cycles() {
      return lastCycle + 1;
    }

    @Override
    public boolean fill(long cycle, HeaderWord word) {
      Token token = tokens.get(cycle);
      if (token != null) {
        transfer(token.before, word);
        entered.add(token);
      }
      return token != null;
    }

    @Override
    public void processed(HeaderWord word) {
      assertThat(differences(entered.remove().after, word)).isEmpty();
    }

    @Override
    public void write(long cycle, ContextArray table) {
      Write write = byCycle.get(new Place(table.name(), cycle));
      if (write != null) {
        assertThat(table.write(cycle, write.entry, write.words)).isEqualTo(cycle);
      }
    }

    @Override
    public boolean isBusy(long cycle) {
      return busy.getOrDefault(cycle, false);
    }

    @Override
    public int refusal(long cycle) {
      return refusals.getOrDefault(cycle, 0);
    }
  }

  private static HeaderWord copy(HeaderWord word) {
    HeaderWord copy = new HeaderWord();
    transfer(word, copy);
    return copy;
  }

  private static void transfer(HeaderWord from, HeaderWord to) {
    WordField.ALL.forEach(field -> field.copy(from, to));
  }

  private static List<String> differences(HeaderWord expected, HeaderWord actual) {
    List<String> names = new ArrayList<>();
    for (WordField field : WordField.ALL) {
      if (!field.isSame(expected, actual)) {
        names.add(field.name());
      }
    }
    return names;
  }
}
