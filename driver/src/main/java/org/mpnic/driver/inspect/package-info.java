/**
 * Looks at cards without attaching to them: which there are, and what their registers, counters,
 * rings and tables hold. Imports org.mpnic.abi and org.mpnic.driver.stream.
 */
package org.mpnic.driver.inspect;
