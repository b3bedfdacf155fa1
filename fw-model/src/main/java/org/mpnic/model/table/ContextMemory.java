package org.mpnic.model.table;

/** Where a stage keeps its contexts when that is not a {@link ContextArray}: the RTL twin. */
@FunctionalInterface
public interface ContextMemory {
  /** Puts an entry, as it stands there now, into {@link ContextArray#words()}. */
  void load(ContextArray contexts, int entry);
}
