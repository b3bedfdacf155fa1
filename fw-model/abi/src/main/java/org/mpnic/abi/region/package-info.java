/**
 * The region file of a card: creation, attaching, locks, wake words and rings. Imports
 * org.mpnic.abi.
 */
package org.mpnic.abi.region;
