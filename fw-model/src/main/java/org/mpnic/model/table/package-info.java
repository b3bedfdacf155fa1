/**
 * Tables of the card: exact-match tables, context arrays, their backing (on-chip or external
 * memory) and the control processor's write port. Imports org.mpnic.model.config only.
 */
package org.mpnic.model.table;
