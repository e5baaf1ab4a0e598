/**
 * The store under faults: damaged and missing files, power cuts, kills, failing disks, always against an oracle.
 *
 * <p>Imports every package of the module.
 */
package io.spanhouse.storage.faults;
