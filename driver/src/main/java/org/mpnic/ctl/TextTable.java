package org.mpnic.ctl;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.driver.inspect.NamedValue;

/**
 * A table of text: columns as wide as their widest cell, numbers to the right, two spaces between.
 */
public final class TextTable {
  private final Console console;
  private final String[] heads;
  private final List<String[]> rows = new ArrayList<>();

  /** A table without rows. */
  public TextTable(Console console, String... heads) {
    this.console = console;
    this.heads = heads;
  }

  /** Named values with their units and meanings. */
  static TextTable ofValues(Console console, List<NamedValue> values) {
    TextTable table = new TextTable(console, "name", "value", "unit", "meaning");
    for (NamedValue value : values) {
      table.row(value.name(), Long.toUnsignedString(value.value()), value.unit(), value.meaning());
    }
    return table;
  }

  /** Adds a row; null and missing cells show as a dash. */
  public void row(Object... cells) {
    String[] row = new String[heads.length];
    for (int column = 0; column < heads.length; column++) {
      Object cell = column < cells.length ? cells[column] : null;
      row[column] = cell == null ? "-" : cell.toString();
    }
    rows.add(row);
  }

  /** Number of rows. */
  public int size() {
    return rows.size();
  }

  /** Prints head and rows. */
  public void print() {
    PrintWriter out = console.out();
    int[] widths = new int[heads.length];
    boolean[] numeric = new boolean[heads.length];
    for (int column = 0; column < heads.length; column++) {
      widths[column] = heads[column].length();
      numeric[column] = !rows.isEmpty();
      for (String[] row : rows) {
        widths[column] = Math.max(widths[column], row[column].length());
        numeric[column] &= row[column].matches("-|-?[0-9.]+( ?%)?");
      }
    }
    out.println(console.bold(line(heads, widths, numeric)));
    for (String[] row : rows) {
      out.println(line(row, widths, numeric));
    }
  }

  private static String line(String[] cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.length; column++) {
      String padding = " ".repeat(widths[column] - cells[column].length());
      line.append(column == 0 ? "" : "  ")
          .append(numeric[column] ? padding + cells[column] : cells[column] + padding);
    }
    return line.toString().stripTrailing();
  }
}
