package org.mpnic.ctl;

/**
 * What a command found out: a record, printed as JSON by its components or as text by itself. One
 * record for both, so that they never say different things.
 */
public interface Report {
  /**
   * Prints the record for a person.
   *
   * @param console where to print
   */
  void printText(Console console);
}
