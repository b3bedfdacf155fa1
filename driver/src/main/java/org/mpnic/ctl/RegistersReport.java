package org.mpnic.ctl;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.driver.inspect.NamedValue;

/**
 * The registers of a card.
 *
 * @param device name of the card
 * @param registers every register's value by its name, in the order of the card's table
 * @param table the same with units and meanings
 */
record RegistersReport(
    String device, Map<String, Long> registers, @JsonIgnore List<NamedValue> table)
    implements Report {

  static RegistersReport of(String device, List<NamedValue> table) {
    Map<String, Long> values = new LinkedHashMap<>();
    table.forEach(value -> values.put(value.name(), value.value()));
    return new RegistersReport(device, values, table);
  }

  @Override
  public void printText(Console console) {
    TextTable.ofValues(console, table).print();
  }
}
