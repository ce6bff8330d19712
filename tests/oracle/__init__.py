"""The oracle: Apache Velocity 1.7, Jayway JsonPath and json-smart in a JVM, to compare with."""
