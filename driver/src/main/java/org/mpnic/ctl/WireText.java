package org.mpnic.ctl;

import org.mpnic.abi.WireOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a wire does, on the command line: passed on as it is, when the device will understand it.
 */
final class WireText implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    try {
      WireOptions.parse(value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
