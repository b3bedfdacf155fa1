package org.mpnic.ctl;

import java.io.PrintWriter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints records as JSON: components in their order, one object to a document, ended by a line
 * feed.
 */
final class Json {
  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writer();

  private Json() {}

  static void print(Object record, PrintWriter out) {
    out.println(WRITER.writeValueAsString(record));
  }
}
