/** The packaged program as its users meet it: in a process of its own, over its ports, with real clients. */
package io.spanhouse.deploy.acceptance;
