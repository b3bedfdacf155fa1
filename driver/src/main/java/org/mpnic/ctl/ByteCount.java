package org.mpnic.ctl;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes on the command line: 1000, 64KiB, 1GiB, 10MB. */
final class ByteCount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b)?");
  private static final String UNITS = "kmgt";

  @Override
  public Long convert(String value) {
    Matcher form = FORM.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new TypeConversionException("'" + value + "' is no size like 1000000, 64MiB or 1GiB");
    }
    long base = "b".equals(form.group(3)) ? 1000 : 1024;
    long bytes = Long.parseLong(form.group(1));
    int power = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
    try {
      for (int i = 0; i < power; i++) {
        bytes = Math.multiplyExact(bytes, base);
      }
    } catch (ArithmeticException e) {
      throw new TypeConversionException("'" + value + "' is too large");
    }
    return bytes;
  }
}
