package io.github.websocketstarter.engine;

/**
 * What who asks for a place gets.
 */
public sealed interface PlaceOutcome permits Place, PlaceOutcome.Full {

	/**
	 * Why there is no place.
	 */
	enum Full implements PlaceOutcome {

		/** As many connections are open as there may be. */
		TOTAL("max-connections"),

		/** The user has as many connections as a user may have. */
		USER("max-connections-per-user"),

		/** There are as many connections from the address as there may be. */
		ADDRESS("max-connections-per-address");

		private final String key;

		Full(String key) {
			this.key = key;
		}

		/**
		 * Return what the limit is called.
		 * @return the key of the property, without prefix
		 */
		public String key() {
			return this.key;
		}

	}

}
