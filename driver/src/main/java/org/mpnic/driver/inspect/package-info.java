/**
 * Looks at cards without attaching to them: which there are, and what their registers, counters,
 * rings and tables hold. Imports org.mpnic.abi only.
 */
package org.mpnic.driver.inspect;
