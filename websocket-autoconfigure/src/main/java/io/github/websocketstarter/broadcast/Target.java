package io.github.websocketstarter.broadcast;

/**
 * Whose connections a message is for.
 *
 * @param kind what the name is a name of
 * @param name the name, empty for {@link Kind#ALL}
 */
record Target(Kind kind, String name) {

	/**
	 * What a name is a name of. Other instances are told the position, so new ones come
	 * last.
	 */
	enum Kind {

		/** All connections. */
		ALL,

		/** The connections of an endpoint. */
		ENDPOINT,

		/** The connections of a user. */
		USER,

		/** The members of a group. */
		GROUP

	}

}
