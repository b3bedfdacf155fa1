package org.mpnic.driver.inspect;

/**
 * A register or counter with its value.
 *
 * @param name as in the table, with the element in brackets for arrays
 * @param value the 64-bit word
 * @param unit of the value, empty if it is a plain number
 * @param access {@code RO} or {@code RW}, as seen from the host
 * @param meaning one sentence without a full stop
 */
public record NamedValue(String name, long value, String unit, String access, String meaning) {}
