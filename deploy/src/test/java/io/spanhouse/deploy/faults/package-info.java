/** The packaged program under faults that it must survive. */
package io.spanhouse.deploy.faults;
