package io.github.websocketstarter.integration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;

/**
 * An application that has all that the others of this build have not: Kotlin, Spring
 * Security, and classes that were generated ahead of time.
 *
 * @since 0.1.0
 */
@SpringBootApplication
public class IntegrationApplication {

	/**
	 * Start the application.
	 * @param args options of Spring Boot
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(IntegrationApplication.class);
		application.addListeners(new WebServerPortFileWriter());
		application.run(args);
	}

}
