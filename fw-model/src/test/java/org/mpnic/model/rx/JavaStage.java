package org.mpnic.model.rx;

import java.util.List;
import java.util.function.Consumer;
import org.mpnic.model.table.ContextArray;

/** A stage of the Java model as the contract tests drive it. */
public final class JavaStage implements StageUnderTest {
  private final int latencyCycles;
  private final Consumer<HeaderWord> stage;
  private final ContextArray[] tables;

  /**
   * A stage.
   *
   * @param stage takes a word and fills it
   * @param tables the tables that a contract writes
   */
  public JavaStage(int latencyCycles, Consumer<HeaderWord> stage, ContextArray... tables) {
    this.latencyCycles = latencyCycles;
    this.stage = stage;
    this.tables = tables;
  }

  @Override
  public int latencyCycles() {
    return latencyCycles;
  }

  @Override
  public void write(String table, long cycle, int entry, long... words) {
    table(table).write(cycle, entry, words);
  }

  @Override
  public long[] run(List<HeaderWord> words) {
    long[] left = new long[words.size()];
    for (int i = 0; i < left.length; i++) {
      stage.accept(words.get(i));
      left[i] = words.get(i).grantCycle + latencyCycles;
    }
    return left;
  }

  private ContextArray table(String name) {
    for (ContextArray table : tables) {
      if (table.name().equals(name)) {
        return table;
      }
    }
    throw new IllegalArgumentException("no table " + name);
  }
}
