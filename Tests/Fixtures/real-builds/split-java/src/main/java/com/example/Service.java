package com.example;

public class Service {
  public static void main(String[] words) {
    System.out.println(
        System.getenv("GREETING") + " " + words[0] + " " + System.getProperty("user.name") + " "
            + System.getProperty("user.dir"));
  }
}
